// Most connected companies
// Answers: Which companies have the most connections, and of what kind?
// Group: overview
// Parameter: limit (integer) = 25 – rows at most
// Column: company – its name
// Column: connections – different companies, people, places, products … that it is connected with (figures are not counted)
// Column: companies – how many of them are companies
// Column: people – how many of them are people
// Column: relations – relations that have not ended, of every kind
// Column: articles – articles that name it
// Column: id – its id in the graph
// Chart: bar x=company y=connections
// :param limit => 25
MATCH (c:Company)-[r]-(x:Entity)
WHERE r.status <> 'ended' AND NOT x:Figure
RETURN
  c.name AS company,
  count(DISTINCT x) AS connections,
  count(DISTINCT CASE WHEN x:Company THEN x.id END) AS companies,
  count(DISTINCT CASE WHEN x:Person THEN x.id END) AS people,
  count(r) AS relations,
  c.documents AS articles,
  c.id AS id
ORDER BY connections DESC, companies DESC, relations DESC, company, id
LIMIT $limit;
