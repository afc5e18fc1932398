// Claims on which articles disagree
// Answers: What do some articles state and others deny, or state again after it was over, and how does it stand?
// Group: quality
// Parameter: company (entity) = none – only claims about it
// Parameter: limit (integer) = 100 – rows at most, the most recently reported first
// Column: subject – who
// Column: relation – does or is what
// Column: object – to whom or what
// Column: status – how it stands by the latest article
// Column: agree – articles that say it holds or is planned
// Column: against – articles that deny it, or call it over before another states it
// Column: same_day – do articles of one day disagree?
// Column: history – day, status and title, the earliest first
// Column: sentences – what they say, in the same order
// Column: date – day of the latest article
// Column: id – id of the claim
// :param company => null
// :param limit => 100
MATCH (c:Claim)
WHERE c.sources > 1 AND ($company IS NULL OR c.subject_name = $company OR c.object_name = $company)
WITH c
MATCH (c)-[s:STATED_IN]->(d:Document)
WITH c, s, d
ORDER BY coalesce(d.published, date('0001-01-01')), s.confidence, d.id
WITH c, collect(s) AS statements, collect(d) AS documents
WITH c, statements, documents, [s IN statements WHERE s.status IN ['asserted', 'planned']] AS holding, [i IN range(0, size(statements) - 1)
  WHERE statements[i].status = 'denied'
    OR (statements[i].status = 'ended' AND any(later IN statements[i + 1..] WHERE later.status IN ['asserted', 'planned']))] AS against
WITH c, statements, documents, size(holding) AS agree, size(against) AS against
WHERE agree > 0 AND against > 0
RETURN
  c.subject_name AS subject,
  c.relation AS relation,
  c.object_name AS object,
  c.status AS status,
  agree,
  against,
  any(i IN range(1, size(documents) - 1) WHERE documents[i].published = documents[i - 1].published
    AND (statements[i].status IN ['denied', 'ended']) <> (statements[i - 1].status IN ['denied', 'ended'])) AS same_day,
  [i IN range(0, size(documents) - 1) | coalesce(toString(documents[i].published), 'undated') + ' ' + statements[i].status + ': ' + documents[i].name] AS history,
  [s IN statements | s.sentence] AS sentences,
  c.last_seen AS date,
  c.id AS id
ORDER BY coalesce(date, date('0001-01-01')) DESC, subject, relation, object, id
LIMIT $limit;
