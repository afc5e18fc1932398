// Changes at the top
// Answers: Who is reported since a day to have come, to come or to have gone as head or in another role?
// Group: people
// Parameter: since (date) = 2025-01-01 – first day
// Parameter: until (date) = today – last day
// Parameter: limit (integer) = 100 – rows at most, the latest first
// Column: person – who
// Column: company – where
// Column: change – newly reported (in the role since this period, as far as articles say), will come, may come or goes
// Column: relation – CEO_OF or WORKS_FOR
// Column: role – in the words of the article
// Column: from_or_until – date that the article gives for it
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param since => date('2025-01-01')
// :param until => date()
// :param limit => 100
MATCH (p:Person)-[r:CEO_OF|WORKS_FOR]->(c:Entity)
WHERE r.last_seen >= $since AND r.last_seen <= $until AND (r.status <> 'asserted' OR r.first_seen >= $since)
WITH p, r, c
ORDER BY r.last_seen DESC, c.name, p.name, r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  p.name AS person,
  c.name AS company,
  CASE r.status WHEN 'asserted' THEN 'newly reported' WHEN 'planned' THEN 'will come' WHEN 'rumoured' THEN 'may come' ELSE 'goes' END AS change,
  type(r) AS relation,
  r.role AS role,
  r.date AS from_or_until,
  sentence, date, article, source
ORDER BY date DESC, company, person, r.claim;
