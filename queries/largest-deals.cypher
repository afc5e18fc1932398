// Largest deals
// Answers: Which deals have the highest sums, in each currency?
// Group: deals
// Parameter: currency (string) = none – only sums in this currency, such as EUR
// Parameter: at_least (float) = 0 – smallest sum
// Parameter: since (date) = none – only deals reported from this day on
// Parameter: limit (integer) = 50 – rows at most
// Column: currency – currency of the sum
// Column: amount – the sum
// Column: hedge – exact, about, at least or up to
// Column: subject – who
// Column: relation – ACQUIRES, MERGES_WITH, INVESTS_IN, SELLS or SPINS_OFF
// Column: object – whom or what
// Column: status – asserted, planned, rumoured or ended
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// Chart: bar x=subject,object y=amount each=currency
// :param currency => null
// :param at_least => 0
// :param since => null
// :param limit => 50
MATCH (a:Entity)-[r:ACQUIRES|MERGES_WITH|INVESTS_IN|SELLS|SPINS_OFF]->(b:Entity)
WHERE r.amount >= $at_least AND ($currency IS NULL OR r.currency = toUpper($currency)) AND ($since IS NULL OR r.last_seen >= $since)
WITH a, b, r
ORDER BY r.currency, r.amount DESC, a.name, b.name, r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  r.currency AS currency,
  r.amount AS amount,
  r.hedge AS hedge,
  a.name AS subject,
  type(r) AS relation,
  b.name AS object,
  r.status AS status,
  sentence, date, article, source
ORDER BY currency, amount DESC, subject, object, r.claim;
