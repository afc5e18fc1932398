// Articles that are not there yet; without digest they count as unfinished. CREATE, not MERGE: of two loads
// that write one article at the same time, the second one is to fail on the constraint and look again.
UNWIND $rows AS row
CREATE (d:Document {id: row.id})
SET d += row.properties
