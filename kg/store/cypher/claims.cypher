UNWIND $rows AS row
MERGE (c:Claim {id: row.id})
SET c.subject = row.subject, c.relation = row.relation, c.object = row.object
