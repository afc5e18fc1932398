// What each article says of a claim.
UNWIND $rows AS row
MATCH (c:Claim {id: row.claim})
WITH c, row
MATCH (d:Document {id: row.document})
CREATE (c)-[s:STATED_IN]->(d)
SET s += row.properties
