UNWIND $ids AS id
MATCH (:Document {id: id})-[:MENTIONS]->(e:Entity)
RETURN DISTINCT e.id AS id
