// Suppliers and customers, two steps away
// Answers: Who supplies a company and who supplies its suppliers, whom does it supply and whom do its customers supply?
// Group: supply
// Parameter: company (entity) required – name or alias
// Parameter: limit (integer) = 100 – rows at most
// Column: side – supplier or customer
// Column: steps – 1: directly, 2: through another
// Column: name – the supplier or customer
// Column: through – the company between, at two steps
// Column: status – of the step that leads to it
// Column: topic – what is supplied in that step
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param company => 'Nvidia'
// :param limit => 100
MATCH (c:Entity {name: $company})
CALL (c) {
  MATCH (c)<-[r:SUPPLIES]-(x:Entity)
  RETURN 'supplier' AS side, 1 AS steps, x, null AS through, r
  UNION
  MATCH (c)<-[:SUPPLIES]-(m:Entity)<-[r:SUPPLIES]-(x:Entity)
  WHERE x <> c
  RETURN 'supplier' AS side, 2 AS steps, x, m.name AS through, r
  UNION
  MATCH (c)-[r:SUPPLIES]->(x:Entity)
  RETURN 'customer' AS side, 1 AS steps, x, null AS through, r
  UNION
  MATCH (c)-[:SUPPLIES]->(m:Entity)-[r:SUPPLIES]->(x:Entity)
  WHERE x <> c
  RETURN 'customer' AS side, 2 AS steps, x, m.name AS through, r
}
WITH side, steps, x, through, r
ORDER BY side DESC, steps, x.name, through, r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  side, steps,
  x.name AS name,
  through,
  r.status AS status,
  r.topic AS topic,
  sentence, date, article, source
ORDER BY side DESC, steps, name, through, r.claim;
