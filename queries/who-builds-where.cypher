// Who builds what where
// Answers: Which companies build or close data centres, plants and other sites, where, and how far along is it?
// Group: places
// Parameter: place (Place) = none – only in this place
// Parameter: company (entity) = none – only this company
// Parameter: limit (integer) = 100 – rows at most, the most recently reported first
// Column: company – who
// Column: does – BUILDS_DATACENTER_IN, BUILDS_FACILITY_IN or CLOSES_FACILITY_IN
// Column: facility – what, in the words of the article
// Column: place – where
// Column: status – planned: announced, asserted: under way or done, rumoured, ended: given up
// Column: due – date that the article gives for it
// Column: amount – sum, where it is known
// Column: currency – its currency
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param place => null
// :param company => null
// :param limit => 100
MATCH (c:Company)-[r:BUILDS_DATACENTER_IN|BUILDS_FACILITY_IN|CLOSES_FACILITY_IN]->(p:Place)
WHERE ($place IS NULL OR p.name = $place) AND ($company IS NULL OR c.name = $company)
WITH c, r, p
ORDER BY coalesce(r.last_seen, date('0001-01-01')) DESC, c.name, p.name, r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  c.name AS company,
  type(r) AS does,
  r.facility AS facility,
  p.name AS place,
  r.status AS status,
  r.date AS due,
  r.amount AS amount,
  r.currency AS currency,
  sentence, date, article, source
ORDER BY coalesce(date, date('0001-01-01')) DESC, company, place, r.claim;
