// Lawsuits, investigations, fines and sanctions
// Answers: Who is sued, investigated, fined or restricted, by whom, and over which sum?
// Group: risk
// Parameter: since (date) = 2020-01-01 – first day
// Parameter: until (date) = today – last day
// Parameter: limit (integer) = 100 – rows at most, the most recently reported first
// Column: subject – who
// Column: relation – SUES, INVESTIGATES, FINES or RESTRICTS
// Column: object – whom
// Column: topic – what it is about, in the words of the article
// Column: amount – sum, where it is known
// Column: currency – its currency
// Column: status – asserted, planned, rumoured or ended
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param since => date('2020-01-01')
// :param until => date()
// :param limit => 100
MATCH (a:Entity)-[r:SUES|INVESTIGATES|FINES|RESTRICTS]->(b:Entity)
WHERE r.last_seen >= $since AND r.last_seen <= $until
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
  r.topic AS topic,
  r.amount AS amount,
  r.currency AS currency,
  r.status AS status,
  sentence, date, article, source
ORDER BY date DESC, subject, object, r.claim;
