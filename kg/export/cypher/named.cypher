MATCH (c:Company {name: $name})
RETURN c.id AS id
ORDER BY id
