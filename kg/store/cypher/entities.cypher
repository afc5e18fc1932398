// The things that the articles name, with what follows from the id alone.
UNWIND $rows AS row
MERGE (e:Entity {id: row.id})
SET e += row.properties
