// Roles of a person
// Answers: What does a person do where, and what did the person do before?
// Group: people
// Parameter: person (Person) required – name or alias
// Parameter: limit (integer) = 100 – rows at most, the most recently reported first
// Column: company – company or body
// Column: relation – CEO_OF heads it, WORKS_FOR any other role, FOUNDED founded it, or another relation
// Column: role – in the words of the article
// Column: status – asserted, planned, rumoured or ended
// Column: from_or_until – date that the article gives for it
// Column: since – day of the first article about it
// Column: confidence – how sure the claim is, 0 to 1
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param person => 'Eddie Wu'
// :param limit => 100
MATCH (p:Person {name: $person})-[r]->(c:Entity)
WITH c, r
ORDER BY coalesce(r.last_seen, date('0001-01-01')) DESC, c.name, type(r), r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  c.name AS company,
  type(r) AS relation,
  r.role AS role,
  r.status AS status,
  r.date AS from_or_until,
  r.first_seen AS since,
  r.confidence AS confidence,
  sentence, date, article, source
ORDER BY coalesce(date, date('0001-01-01')) DESC, company, relation, r.claim;
