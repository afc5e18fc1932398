// Relations of a company
// Answers: With whom and what is a company connected, how, and since when is that known?
// Group: overview
// Parameter: company (entity) required – name or alias
// Parameter: status (list) = asserted, planned, rumoured, ended – only relations in one of these states
// Parameter: limit (integer) = 100 – rows at most, the most recently reported first
// Column: direction – → from the company to the other, ← the other way round, ↔ both
// Column: relation – kind of the connection
// Column: other – whom or what the company is connected with
// Column: type – what the other is
// Column: status – asserted, planned, rumoured or ended
// Column: confidence – how sure the claim is, 0 to 1
// Column: sources – how many articles say so
// Column: since – day of the first article that says so
// Column: sentence – what the latest article says
// Column: date – day of the latest article
// Column: article – its title
// Column: source – its address, else its publisher
// Chart: bar x=relation by=status
// :param company => 'Alibaba'
// :param status => ['asserted', 'planned', 'rumoured', 'ended']
// :param limit => 100
MATCH (c:Entity {name: $company})-[r]-(x:Entity)
WHERE r.status IN $status
WITH c, r, x
ORDER BY coalesce(r.last_seen, date('0001-01-01')) DESC, type(r), x.name, x.id, r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  CASE
    WHEN type(r) IN ['PARTNERS_WITH', 'COMPETES_WITH', 'MERGES_WITH'] THEN '↔'
    WHEN startNode(r) = c THEN '→'
    ELSE '←'
  END AS direction,
  type(r) AS relation,
  x.name AS other,
  [label IN labels(x) WHERE label <> 'Entity'][0] AS type,
  r.status AS status,
  r.confidence AS confidence,
  r.sources AS sources,
  r.first_seen AS since,
  sentence, date, article, source
ORDER BY coalesce(date, date('0001-01-01')) DESC, relation, other, x.id, r.claim;
