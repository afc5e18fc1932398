// Neo4j's importer makes no empty lists.
MATCH (e:Entity)
WHERE e.aliases IS NULL
SET e.aliases = []
