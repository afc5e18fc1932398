// What is said of several things, from either side.
UNWIND $ids AS id
MATCH (c:Claim {subject: id})
RETURN c.id AS claim, c.subject AS subject, c.relation AS relation, c.object AS object, c.sources AS sources, c.confidence AS confidence
UNION
UNWIND $ids AS id
MATCH (c:Claim {object: id})
RETURN c.id AS claim, c.subject AS subject, c.relation AS relation, c.object AS object, c.sources AS sources, c.confidence AS confidence
