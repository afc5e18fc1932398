UNWIND $ids AS id
MATCH (:Claim {id: id})-[s:STATED_IN]->(d:Document)
RETURN id AS claim, properties(s) AS properties, d.id AS document, d.title AS title, d.url AS url, d.published AS published, d.lang AS lang, d.source AS source
