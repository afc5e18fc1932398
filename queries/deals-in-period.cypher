// Deals over a period
// Answers: Who bought, sold, merged with or invested in whom, and for how much?
// Group: deals
// Parameter: since (date) = 2020-01-01 – first day
// Parameter: until (date) = today – last day
// Parameter: company (entity) = none – only its deals
// Parameter: status (list) = asserted, planned, rumoured, ended – only deals in one of these states
// Parameter: limit (integer) = 100 – rows at most, the most recently reported first
// Column: subject – who
// Column: relation – ACQUIRES, MERGES_WITH, INVESTS_IN, SELLS or SPINS_OFF
// Column: object – whom or what
// Column: amount – sum, where it is known
// Column: currency – its currency
// Column: hedge – exact, about, at least or up to
// Column: stake – percent, where it is known
// Column: status – asserted, planned, rumoured or ended
// Column: due – date that the article gives for the deal
// Column: since – day of the first article about it
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param since => date('2020-01-01')
// :param until => date()
// :param company => null
// :param status => ['asserted', 'planned', 'rumoured', 'ended']
// :param limit => 100
MATCH (a:Entity)-[r:ACQUIRES|MERGES_WITH|INVESTS_IN|SELLS|SPINS_OFF]->(b:Entity)
WHERE r.last_seen >= $since AND r.last_seen <= $until AND r.status IN $status
  AND ($company IS NULL OR a.name = $company OR b.name = $company)
WITH a, b, r
ORDER BY r.last_seen DESC, a.name, b.name, r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  a.name AS subject,
  type(r) AS relation,
  b.name AS object,
  r.amount AS amount,
  r.currency AS currency,
  r.hedge AS hedge,
  r.stake AS stake,
  r.status AS status,
  r.date AS due,
  r.first_seen AS since,
  sentence, date, article, source
ORDER BY date DESC, subject, object, r.claim;
