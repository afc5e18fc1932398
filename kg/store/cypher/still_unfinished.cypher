// Of these articles those that are unfinished still; touching one first waits for a load that is just finishing it.
UNWIND $ids AS id
MATCH (d:Document {id: id})
SET d.name = d.name
WITH d
WHERE d.digest IS NULL
RETURN d.id AS id
