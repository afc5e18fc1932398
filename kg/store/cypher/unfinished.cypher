// What a load left behind that did not come to its end.
MATCH (d:Document)
WHERE d.digest IS NULL
RETURN d.id AS id
ORDER BY id
