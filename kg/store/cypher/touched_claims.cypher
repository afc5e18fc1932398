UNWIND $ids AS id
MATCH (:Document {id: id})<-[:STATED_IN]-(c:Claim)
RETURN DISTINCT c.id AS claim, c.relation AS relation, c.subject AS subject, c.object AS object
