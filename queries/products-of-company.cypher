// Products of a company
// Answers: What does a company make, launch, use, buy or sell?
// Group: supply
// Parameter: company (entity) required – name or alias
// Parameter: limit (integer) = 100 – rows at most
// Column: product – name of the product, service or technology
// Column: relation – PRODUCES makes or owns it, LAUNCHES presents it, USES works with somebody else's, …
// Column: status – asserted, planned, rumoured or ended
// Column: due – date that the article gives for it
// Column: confidence – how sure the claim is, 0 to 1
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param company => 'Alibaba'
// :param limit => 100
MATCH (c:Entity {name: $company})-[r:PRODUCES|LAUNCHES|USES|ACQUIRES|SELLS|INVESTS_IN]->(p:Entity)
WHERE p:Product OR type(r) = 'USES'
WITH p, r
ORDER BY p.name, type(r), r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  p.name AS product,
  type(r) AS relation,
  r.status AS status,
  r.date AS due,
  r.confidence AS confidence,
  sentence, date, article, source
ORDER BY product, relation, r.claim;
