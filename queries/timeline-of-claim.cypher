// Timeline of a claim
// Answers: How did a claim develop: when was it rumoured, planned, true, denied or over?
// Group: time
// Parameter: subject (entity) required – who
// Parameter: object (entity) required – to whom or what
// Parameter: relation (string) = none – only claims of this kind, such as PARTNERS_WITH
// Parameter: limit (integer) = 100 – rows at most
// Column: date – day of the article
// Column: status – what the article says: asserted, planned, rumoured, ended or denied
// Column: change – does the status differ from that of the article before?
// Column: claim – subject, relation and object
// Column: amount – sum, where the article gives one
// Column: currency – its currency
// Column: stake – percent, where the article gives one
// Column: due – date that the article gives for it
// Column: topic – what it is about, in the words of the article
// Column: sentence – the proving words
// Column: article – title of the article
// Column: source – its address, else its publisher
// :param subject => 'Alibaba'
// :param object => 'Nvidia'
// :param relation => null
// :param limit => 100
MATCH (a:Entity {name: $subject})
WITH a
MATCH (b:Entity {name: $object})
WITH a, b
CALL (a, b) {
  MATCH (c:Claim {subject: a.id})
  WHERE c.object = b.id
  RETURN c
  UNION
  MATCH (c:Claim {subject: b.id})
  WHERE c.object = a.id AND c.relation IN ['PARTNERS_WITH', 'COMPETES_WITH', 'MERGES_WITH']
  RETURN c
}
WITH c
WHERE $relation IS NULL OR c.relation = toUpper($relation)
MATCH (c)-[s:STATED_IN]->(d:Document)
WITH c, s, d
ORDER BY coalesce(d.published, date('0001-01-01')), s.confidence, d.id
WITH c, collect(s) AS statements, collect(d) AS documents
UNWIND range(0, size(statements) - 1) AS number
WITH c, number, statements[number] AS s, documents[number] AS d, CASE WHEN number > 0 THEN statements[number - 1].status END AS before
RETURN
  d.published AS date,
  s.status AS status,
  coalesce(before <> s.status, false) AS change,
  c.name AS claim,
  s.amount AS amount,
  s.currency AS currency,
  s.stake AS stake,
  s.date AS due,
  s.topic AS topic,
  s.sentence AS sentence,
  d.name AS article,
  coalesce(d.url, d.source, d.id) AS source
ORDER BY claim, c.id, number
LIMIT $limit;
