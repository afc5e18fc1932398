UNWIND $names AS name
MATCH (e:Entity {name: name})
RETURN name, e.id AS id, labels(e) AS labels
ORDER BY name, id
