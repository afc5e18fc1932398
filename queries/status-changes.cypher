// Changed since a day
// Answers: Which claims has a new article turned: planned and now done, rumoured and now denied, true and now over?
// Group: time
// Parameter: since (date) = 2020-01-01 – only changes from this day on
// Parameter: company (entity) = none – only claims about it
// Parameter: limit (integer) = 100 – rows at most, the latest first
// Column: subject – who
// Column: relation – does or is what
// Column: object – to whom or what
// Column: before – status in the latest article of an earlier day
// Column: before_date – day of that article
// Column: now – status in the latest article
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param since => date('2020-01-01')
// :param company => null
// :param limit => 100
MATCH (c:Claim)
WHERE c.sources > 1 AND c.last_seen >= $since AND ($company IS NULL OR c.subject_name = $company OR c.object_name = $company)
WITH c
MATCH (c)-[s:STATED_IN]->(d:Document)
WITH c, s, d
ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
WITH c, collect(s) AS statements, collect(d) AS documents
WITH c, statements, documents, statements[0] AS s, documents[0] AS d, [i IN range(1, size(documents) - 1)
  WHERE documents[i].published IS NULL OR documents[i].published < documents[0].published][0] AS older
WITH c, s, d, statements[older] AS earlier, documents[older] AS earlier_document
WHERE s.status <> earlier.status
RETURN
  c.subject_name AS subject,
  c.relation AS relation,
  c.object_name AS object,
  earlier.status AS before,
  earlier_document.published AS before_date,
  s.status AS now,
  s.sentence AS sentence,
  d.published AS date,
  d.name AS article,
  coalesce(d.url, d.source, d.id) AS source
ORDER BY date DESC, subject, relation, object, c.id
LIMIT $limit;
