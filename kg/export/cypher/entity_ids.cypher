MATCH (n:Entity)
WHERE n.id IS NOT NULL
RETURN n.id AS id
ORDER BY id
