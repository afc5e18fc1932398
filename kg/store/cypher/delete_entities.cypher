// Entities that no article mentions any more.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
WHERE NOT (e)<-[:MENTIONS]-()
DETACH DELETE e
