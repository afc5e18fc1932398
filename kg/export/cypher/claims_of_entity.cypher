// What is said of one thing, from either side.
MATCH (c:Claim {subject: $id})
RETURN c.id AS claim, c.subject AS subject, c.object AS object
UNION
MATCH (c:Claim {object: $id})
RETURN c.id AS claim, c.subject AS subject, c.object AS object
