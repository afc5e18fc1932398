// What is called $name, and how much is known of it. Things of different types may share a name.
MATCH (e:Entity {name: $name})
OPTIONAL MATCH (e)<-[:MENTIONS]-(d:Document)
WITH e, count(d) AS articles, min(d.published) AS first, max(d.published) AS last
RETURN
  [label IN labels(e) WHERE label <> 'Entity'][0] AS type,
  e.kind AS kind,
  e.aliases AS aliases,
  articles, first, last,
  e.id AS id
ORDER BY type, id
