UNWIND $ids AS id
MATCH (a:Entity {id: id})-[r]->(b:Entity)
RETURN id AS start, a.name AS start_name, type(r) AS type, b.id AS end, b.name AS end_name, properties(r) AS properties
