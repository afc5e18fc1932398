// The latest $most articles that name it.
MATCH (e:Entity {name: $name})<-[m:MENTIONS]-(d:Document)
WITH d, sum(m.count) AS mentions
RETURN d.published AS date, d.name AS article, d.source AS publisher, coalesce(d.url, d.source, d.id) AS source, d.lang AS language, mentions, d.id AS id
ORDER BY coalesce(date, date('0001-01-01')) DESC, id
LIMIT $most
