UNWIND $rows AS row
MATCH (d:Document {id: row.document})
WITH d, row
MATCH (e:Entity {id: row.entity})
CREATE (d)-[m:MENTIONS]->(e)
SET m += row.properties
