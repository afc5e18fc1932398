// Layoffs, insolvencies, strikes and the like
// Answers: Which companies are in trouble, since when, and how many jobs does it cost?
// Group: risk
// Parameter: since (date) = 2020-01-01 – first day
// Parameter: until (date) = today – last day
// Parameter: kind (list) = insolvency, layoffs, strike, restructuring, recall, cyberattack, share buyback – only these events
// Parameter: limit (integer) = 100 – rows at most, the most recently reported first
// Column: company – who
// Column: event – what happens
// Column: status – planned: announced, asserted: happened, rumoured, ended
// Column: jobs_cut – figures on jobs that go, from all articles about the company
// Column: due – date that the article gives for it
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param since => date('2020-01-01')
// :param until => date()
// :param kind => ['insolvency', 'layoffs', 'strike', 'restructuring', 'recall', 'cyberattack', 'share buyback']
// :param limit => 100
MATCH (c:Company)-[r:UNDERGOES]->(t:Topic)
WHERE r.last_seen >= $since AND r.last_seen <= $until AND t.name IN $kind
WITH c, r, t
ORDER BY r.last_seen DESC, c.name, t.name, r.claim
LIMIT $limit
OPTIONAL MATCH (c)-[:REPORTS]->(f:Figure {metric: 'jobs_cut'})
WITH c, r, t, f
ORDER BY f.name
WITH c, r, t, collect(f.name) AS jobs_cut
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  c.name AS company,
  t.name AS event,
  r.status AS status,
  jobs_cut,
  r.date AS due,
  sentence, date, article, source
ORDER BY date DESC, company, event, r.claim;
