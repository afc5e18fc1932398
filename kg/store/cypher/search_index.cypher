// Names and aliases as full text, on Neo4j; the embedded store makes it when it starts (kg/store/server.py).
CREATE FULLTEXT INDEX entity_search IF NOT EXISTS FOR (n:Entity) ON EACH [n.search]
