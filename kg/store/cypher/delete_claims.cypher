// Claims that no article states any more.
UNWIND $ids AS id
MATCH (c:Claim {id: id})
WHERE NOT (c)-[:STATED_IN]->()
DELETE c
