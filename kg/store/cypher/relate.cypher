// The direct relation of a claim that holds.
UNWIND $rows AS row
MATCH (a:Entity {id: row.subject})
WITH a, row
MATCH (b:Entity {id: row.object})
MERGE (a)-[r:RELATION]->(b)
SET r = row.properties
