-- title: Topics
-- description: What stories and press items are about, how many there are of each, and the area of policing that a topic answers to, if any.
-- group: sources
-- fields as in: topics
-- field area: The area of policing that it answers to; empty for none.
-- field area_name: as in areas.name
-- field stories: How many stories are about it.
-- field press: How many press items are about it.
select topics.topic, topics.name, kind, description, areas.area, areas.name as area_name,
    (select count(*) from stories_topics where stories_topics.topic = topics.topic) as stories,
    (select count(*) from press_topics where press_topics.topic = topics.topic) as press
from topics
left join areas on areas.area = (select min(area) from areas as other where other.topic = topics.topic)
order by topics.name
