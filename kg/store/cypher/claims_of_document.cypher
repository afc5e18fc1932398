MATCH (:Document {id: $id})<-[:STATED_IN]-(c:Claim)
RETURN c.name AS name, c.sources AS sources, c.status AS status
ORDER BY name, c.id
