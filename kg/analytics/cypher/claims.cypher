MATCH (c:Claim)
WHERE c.status IN $statuses
RETURN c.subject AS subject, c.relation AS relation, c.object AS object, c.stake AS stake, c.sources AS sources, c.last_seen AS last_seen
