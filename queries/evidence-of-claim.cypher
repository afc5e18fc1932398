// Evidence of a claim
// Answers: Which sentences of which articles prove a claim, and who found them?
// Group: quality
// Parameter: subject (entity) required – who
// Parameter: object (entity) required – to whom or what
// Parameter: relation (string) = none – only claims of this kind, such as PARTNERS_WITH
// Parameter: limit (integer) = 100 – rows at most
// Column: claim – subject, relation and object
// Column: status – what the article says: asserted, planned, rumoured, ended or denied
// Column: confidence – how sure the statement is, 0 to 1
// Column: sentence – the proving words
// Column: date – day of the article
// Column: article – its title
// Column: source – its address, else its publisher
// Column: start – first character of the sentence in the article
// Column: end – one past its last character
// Column: extractor – which rule or model found it
// Column: document – id of the article
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
RETURN
  c.name AS claim,
  s.status AS status,
  s.confidence AS confidence,
  s.sentence AS sentence,
  d.published AS date,
  d.name AS article,
  coalesce(d.url, d.source, d.id) AS source,
  s.start AS start,
  s.end AS end,
  s.extractor AS extractor,
  d.id AS document
ORDER BY claim, c.id, coalesce(date, date('0001-01-01')) DESC, confidence DESC, document DESC
LIMIT $limit;
