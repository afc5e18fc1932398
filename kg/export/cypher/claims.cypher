UNWIND $ids AS id
MATCH (c:Claim {id: id})
WITH c
MATCH (a:Entity {id: c.subject})
WITH c, a
MATCH (b:Entity {id: c.object})
RETURN properties(c) AS properties, labels(a) AS subject_labels, labels(b) AS object_labels
