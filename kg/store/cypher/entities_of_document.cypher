MATCH (:Document {id: $id})-[:MENTIONS]->(e:Entity)
RETURN e.name AS name, e.documents AS documents
ORDER BY name, e.id
