// Of each kind of relation, in either direction, the $most that matter: those that hold first, then the latest; and how many there are.
MATCH (e:Entity {name: $name})-[r]-(x:Entity)
WITH r, x, type(r) AS relation, startNode(r).id <> x.id AS out, CASE r.status WHEN 'asserted' THEN 1 WHEN 'planned' THEN 2 WHEN 'rumoured' THEN 3 ELSE 4 END AS rank
ORDER BY rank, coalesce(r.last_seen, date('0001-01-01')) DESC, x.name, r.claim
WITH relation, out, count(r) AS total, collect({r: r, x: x, rank: rank})[0..$most] AS found
UNWIND found AS one
WITH relation, out, total, one.r AS r, one.x AS x, one.rank AS rank
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, d.source AS publisher, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  relation, out, total,
  x.name AS name,
  [label IN labels(x) WHERE label <> 'Entity'][0] AS type,
  r.role AS role, r.facility AS facility, r.topic AS topic, r.stake AS stake, r.amount AS amount, r.currency AS currency, r.hedge AS hedge, r.date AS due,
  r.status AS status,
  r.confidence AS confidence,
  r.sources AS sources,
  r.first_seen AS since,
  sentence, date, article, publisher, source
ORDER BY relation, out, rank, coalesce(date, date('0001-01-01')) DESC, name, r.claim
