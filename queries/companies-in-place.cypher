// Companies in a place
// Answers: Which companies and bodies have their seat in a place, are active there, build there or leave it?
// Group: places
// Parameter: place (Place) required – name or alias
// Parameter: limit (integer) = 100 – rows at most
// Column: company – who
// Column: relation – BASED_IN its seat, OPERATES_IN is active there, BUILDS_… builds there, CLOSES_… leaves
// Column: status – asserted, planned, rumoured or ended
// Column: confidence – how sure the claim is, 0 to 1
// Column: sources – how many articles say so
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param place => 'Brasilien'
// :param limit => 100
MATCH (p:Place {name: $place})<-[r:BASED_IN|OPERATES_IN|BUILDS_DATACENTER_IN|BUILDS_FACILITY_IN|CLOSES_FACILITY_IN]-(c:Entity)
WITH c, r
ORDER BY type(r), c.name, r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  c.name AS company,
  type(r) AS relation,
  r.status AS status,
  r.confidence AS confidence,
  r.sources AS sources,
  sentence, date, article, source
ORDER BY relation, company, r.claim;
