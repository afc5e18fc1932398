MATCH (n:Entity)
WHERE n.id IS NOT NULL
RETURN n.id AS id, n.name AS name, labels(n) AS labels
