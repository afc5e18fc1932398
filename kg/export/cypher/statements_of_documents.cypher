UNWIND $ids AS id
MATCH (:Document {id: id})<-[s:STATED_IN]-(c:Claim)
RETURN id AS document, properties(s) AS properties, c.id AS claim, c.subject AS subject, c.relation AS relation, c.object AS object
