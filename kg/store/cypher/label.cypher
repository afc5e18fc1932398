// The type of new entities. In a transaction of its own after the one that makes them: the embedded store
// checks the constraint on the id again when a label is added, and would find the node itself.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
WHERE NOT e:LABEL
SET e:LABEL
