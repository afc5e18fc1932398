// Trouble among partners, suppliers and owners
// Answers: Which companies that a company depends on are sued, investigated, fined, restricted, insolvent or cutting jobs?
// Group: risk
// Parameter: company (entity) required – name or alias
// Parameter: limit (integer) = 100 – rows at most, the most recently reported first
// Column: connection – how the company is connected with it
// Column: other – the partner, supplier, customer, owner or holding
// Column: subject – who
// Column: relation – SUES, INVESTIGATES, FINES, RESTRICTS, UNDERGOES or CLOSES_FACILITY_IN
// Column: object – whom or what
// Column: status – asserted, planned, rumoured or ended
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param company => 'Nvidia'
// :param limit => 100
MATCH (c:Entity {name: $company})-[q:PARTNERS_WITH|SUPPLIES|OWNS_STAKE_IN|SUBSIDIARY_OF|ACQUIRES|INVESTS_IN|MERGES_WITH]-(x:Company)
WHERE q.status <> 'ended' AND x <> c
WITH c, x, type(q) AS kind
ORDER BY kind
WITH c, x, collect(DISTINCT kind) AS connection
MATCH (x)-[r:SUES|INVESTIGATES|FINES|RESTRICTS|UNDERGOES|CLOSES_FACILITY_IN]-(y:Entity)
WHERE y <> c
WITH connection, x, r
ORDER BY coalesce(r.last_seen, date('0001-01-01')) DESC, x.name, r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  connection,
  x.name AS other,
  startNode(r).name AS subject,
  type(r) AS relation,
  endNode(r).name AS object,
  r.status AS status,
  sentence, date, article, source
ORDER BY coalesce(date, date('0001-01-01')) DESC, other, r.claim;
