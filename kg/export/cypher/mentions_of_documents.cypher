UNWIND $ids AS id
MATCH (:Document {id: id})-[m:MENTIONS]->(e:Entity)
RETURN id AS document, properties(m) AS properties, e.id AS entity
