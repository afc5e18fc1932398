// The direct relation of a claim that is denied or has gone.
UNWIND $rows AS row
MATCH (a:Entity {id: row.subject})
WITH a, row
MATCH (b:Entity {id: row.object})
WITH a, b
MATCH (a)-[r:RELATION]->(b)
DELETE r
