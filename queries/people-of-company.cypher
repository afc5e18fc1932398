// People of a company
// Answers: Who leads a company, works for it, sits on its board or founded it, and in which role?
// Group: people
// Parameter: company (entity) required – name or alias
// Parameter: status (list) = asserted, planned, rumoured, ended – only roles in one of these states
// Parameter: limit (integer) = 100 – rows at most
// Column: person – who
// Column: relation – CEO_OF heads it, WORKS_FOR any other role, FOUNDED founded it
// Column: role – in the words of the article
// Column: status – asserted, planned, rumoured or ended
// Column: from_or_until – date that the article gives for it
// Column: since – day of the first article about it
// Column: confidence – how sure the claim is, 0 to 1
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param company => 'Alibaba'
// :param status => ['asserted', 'planned', 'rumoured', 'ended']
// :param limit => 100
MATCH (c:Entity {name: $company})<-[r:CEO_OF|WORKS_FOR|FOUNDED]-(p:Person)
WHERE r.status IN $status
WITH p, r, CASE r.status WHEN 'asserted' THEN 1 WHEN 'planned' THEN 2 WHEN 'rumoured' THEN 3 ELSE 4 END AS rank
ORDER BY rank, type(r), p.name, r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  p.name AS person,
  type(r) AS relation,
  r.role AS role,
  r.status AS status,
  r.date AS from_or_until,
  r.first_seen AS since,
  r.confidence AS confidence,
  sentence, date, article, source
ORDER BY rank, relation, person, r.claim;
