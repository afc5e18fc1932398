// In the last transaction of an article. One that has gone, or that somebody else finished meanwhile, is not returned.
UNWIND $rows AS row
MATCH (d:Document {id: row.id})
WHERE d.digest IS NULL
SET d.digest = row.digest
RETURN d.id AS id
