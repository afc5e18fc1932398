// Planned, and the date has passed
// Answers: What was announced for a date that has passed, without an article saying that it happened?
// Group: time
// Parameter: today (date) = today – the day to compare with
// Parameter: limit (integer) = 100 – rows at most, the longest overdue first
// Column: due – date for which it was announced
// Column: subject – who
// Column: relation – wanted to do what
// Column: object – to whom or what
// Column: status – planned or rumoured
// Column: facility – what was to be built or closed, where the claim is of that kind
// Column: confidence – how sure the claim is, 0 to 1
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param today => date()
// :param limit => 100
MATCH (c:Claim)
WHERE c.date IS NOT NULL AND c.status IN ['planned', 'rumoured']
WITH c, CASE WHEN substring(c.date, 5, 1) = 'Q' THEN left(c.date, 5) + right('0' + toString(3 * toInteger(right(c.date, 1))), 2) ELSE c.date END AS last_month
WHERE left(toString($today), size(last_month)) > last_month
WITH c, last_month
ORDER BY last_month, c.name, c.id
LIMIT $limit
CALL (c) {
  MATCH (c)-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  c.date AS due,
  c.subject_name AS subject,
  c.relation AS relation,
  c.object_name AS object,
  c.status AS status,
  c.facility AS facility,
  c.confidence AS confidence,
  sentence, date, article, source
ORDER BY last_month, c.name, c.id;
