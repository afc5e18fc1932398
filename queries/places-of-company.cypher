// Places of a company
// Answers: Where does a company have its seat, where is it active, where does it build and where does it leave?
// Group: places
// Parameter: company (entity) required – name or alias
// Parameter: limit (integer) = 100 – rows at most
// Column: relation – BASED_IN its seat, OPERATES_IN is active there, BUILDS_… builds there, CLOSES_… leaves
// Column: place – where
// Column: kind – country, region or city
// Column: facility – what, in the words of the article
// Column: status – asserted, planned, rumoured or ended
// Column: confidence – how sure the claim is, 0 to 1
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param company => 'Alibaba'
// :param limit => 100
MATCH (c:Entity {name: $company})-[r:BASED_IN|OPERATES_IN|BUILDS_DATACENTER_IN|BUILDS_FACILITY_IN|CLOSES_FACILITY_IN|INVESTS_IN]->(p:Place)
WITH p, r
ORDER BY type(r), p.name, r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  type(r) AS relation,
  p.name AS place,
  p.kind AS kind,
  r.facility AS facility,
  r.status AS status,
  r.confidence AS confidence,
  sentence, date, article, source
ORDER BY relation, place, r.claim;
