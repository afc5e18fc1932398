MATCH (d:Document {id: $id})
RETURN d.name AS name
