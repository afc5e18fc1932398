UNWIND $ids AS id
MATCH (:Claim {id: id})-[:STATED_IN]->(d:Document)
RETURN DISTINCT d.id AS id
