// Risks of a company
// Answers: Who sues, investigates, fines or restricts a company, whom does it sue, and is it in trouble? With what is denied or over.
// Group: risk
// Parameter: company (entity) required – name or alias
// Parameter: limit (integer) = 100 – rows at most, the most recently reported first
// Column: subject – who
// Column: relation – SUES, INVESTIGATES, FINES, RESTRICTS, UNDERGOES or CLOSES_FACILITY_IN
// Column: object – whom or what
// Column: topic – what it is about, in the words of the article
// Column: amount – sum, where it is known
// Column: currency – its currency
// Column: status – asserted, planned, rumoured, ended or denied
// Column: confidence – how sure the claim is, 0 to 1
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param company => 'Alibaba'
// :param limit => 100
MATCH (e:Entity {name: $company})
CALL (e) {
  MATCH (c:Claim {subject: e.id})
  WHERE c.relation IN ['SUES', 'INVESTIGATES', 'FINES', 'RESTRICTS', 'UNDERGOES', 'CLOSES_FACILITY_IN']
  RETURN c
  UNION
  MATCH (c:Claim {object: e.id})
  WHERE c.relation IN ['SUES', 'INVESTIGATES', 'FINES', 'RESTRICTS']
  RETURN c
}
WITH c
ORDER BY coalesce(c.last_seen, date('0001-01-01')) DESC, c.name, c.id
LIMIT $limit
CALL (c) {
  MATCH (c)-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  c.subject_name AS subject,
  c.relation AS relation,
  c.object_name AS object,
  c.topic AS topic,
  c.amount AS amount,
  c.currency AS currency,
  c.status AS status,
  c.confidence AS confidence,
  sentence, date, article, source
ORDER BY coalesce(date, date('0001-01-01')) DESC, c.name, c.id;
