// What the articles of a period make new, other, disputed or over: one row a claim, judged by all that is said of it up to the last day.
// $since, $until: first and last day; $names: only claims about one of these, null for all.
// Undated articles count as the earliest. Of several articles on one day the more confident one counts as the later.
MATCH (d:Document)
WHERE d.published >= $since AND d.published <= $until
MATCH (d)<-[:STATED_IN]-(c:Claim)
WHERE $names IS NULL OR c.subject_name IN $names OR c.object_name IN $names
WITH DISTINCT c
MATCH (c)-[s:STATED_IN]->(d:Document)
WHERE d.published IS NULL OR d.published <= $until
WITH c, s, d
ORDER BY coalesce(d.published, date('0001-01-01')), s.confidence, d.id
WITH c, collect(s) AS statements, collect(d) AS documents
WITH c, statements, documents, [i IN range(0, size(statements) - 1) WHERE documents[i].published >= $since] AS inside
WITH c, statements, documents, inside, statements[size(statements) - 1] AS s, documents[size(documents) - 1] AS d,
  CASE WHEN inside[0] > 0 THEN statements[inside[0] - 1].status END AS before,
  CASE WHEN inside[0] > 0 THEN documents[inside[0] - 1].published END AS before_date
WITH c, statements, documents, inside, s, d, before, before_date, CASE
    WHEN s.status IN ['ended', 'denied'] AND NOT coalesce(before, '') IN ['ended', 'denied']
      AND any(i IN range(0, size(statements) - 1)
        WHERE statements[i].status = 'asserted' AND (documents[i].published IS NULL OR documents[i].published < d.published))
      THEN 'withdrawn'
    WHEN any(i IN inside WHERE statements[i].status IN ['asserted', 'planned'])
      AND any(i IN inside WHERE statements[i].status = 'denied'
        OR (statements[i].status = 'ended' AND any(later IN statements[i + 1..] WHERE later.status IN ['asserted', 'planned'])))
      THEN 'contradicted'
    WHEN before IS NULL THEN 'new'
    WHEN before <> s.status THEN 'changed'
  END AS news
WHERE news IS NOT NULL
RETURN
  news,
  c.subject_name AS subject,
  c.relation AS relation,
  c.object_name AS object,
  before,
  before_date,
  s.status AS now,
  size(inside) AS articles,
  [i IN inside | toString(documents[i].published) + ' ' + statements[i].status] AS history,
  s.sentence AS sentence,
  d.published AS date,
  d.name AS article,
  coalesce(d.url, d.source, d.id) AS source,
  c.id AS claim
ORDER BY CASE news WHEN 'new' THEN 1 WHEN 'changed' THEN 2 WHEN 'contradicted' THEN 3 ELSE 4 END, date DESC, c.name, c.id
