// Made after the indexes on the type labels (label_index.cypher): the new Neo4j Browser colours a node by the label
// that the database met first.
CREATE CONSTRAINT kg_entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT kg_document_id IF NOT EXISTS FOR (n:Document) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT kg_claim_id IF NOT EXISTS FOR (n:Claim) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT kg_store_id IF NOT EXISTS FOR (n:KgStore) REQUIRE n.id IS UNIQUE;
CREATE INDEX kg_entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name);
CREATE INDEX kg_claim_subject IF NOT EXISTS FOR (n:Claim) ON (n.subject);
CREATE INDEX kg_claim_object IF NOT EXISTS FOR (n:Claim) ON (n.object);
CREATE INDEX kg_claim_relation IF NOT EXISTS FOR (n:Claim) ON (n.relation);
CREATE INDEX kg_document_published IF NOT EXISTS FOR (n:Document) ON (n.published);
CREATE INDEX kg_document_url IF NOT EXISTS FOR (n:Document) ON (n.url)
