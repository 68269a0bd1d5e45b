-- title: Guides
-- description: The site's own standing pages.
select guide, title, summary, modified, body from guides order by guide
