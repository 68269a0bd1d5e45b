-- title: Service banner
-- description: The banner that stands on every page while an editor has switched it on.
-- fields as in: banners
select body, until from banners
