UNWIND $ids AS id
MATCH (c:Claim {id: id})
RETURN id AS claim, c.subject AS subject, c.object AS object
