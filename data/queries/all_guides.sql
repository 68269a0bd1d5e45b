-- title: Guides
-- description: The site's own standing pages.
-- fields as in: guides
select guide, title, summary, modified, body from guides order by guide
