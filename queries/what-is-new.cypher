// What is new since a day
// Answers: Which claims became known since a day, which have new articles, and what do they say?
// Group: time
// Parameter: since (date) required – first day
// Parameter: company (entity) = none – only claims about it
// Parameter: limit (integer) = 100 – rows at most, the latest first
// Column: news – new: not known before, again: said before and now once more
// Column: subject – who
// Column: relation – does or is what
// Column: object – to whom or what
// Column: status – asserted, planned, rumoured, ended or denied
// Column: sources – how many articles say so
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param since => date('2025-10-01')
// :param company => null
// :param limit => 100
MATCH (c:Claim)
WHERE c.last_seen >= $since AND ($company IS NULL OR c.subject_name = $company OR c.object_name = $company)
WITH c
ORDER BY c.last_seen DESC, c.name, c.id
LIMIT $limit
CALL (c) {
  MATCH (c)-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  CASE WHEN c.first_seen >= $since THEN 'new' ELSE 'again' END AS news,
  c.subject_name AS subject,
  c.relation AS relation,
  c.object_name AS object,
  c.status AS status,
  c.sources AS sources,
  sentence, date, article, source
ORDER BY date DESC, c.name, c.id;
