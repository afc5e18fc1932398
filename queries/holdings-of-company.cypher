// Holdings of a company, up to five steps
// Answers: What does a company own, what do its holdings own, and so on?
// Group: ownership
// Parameter: company (entity) required – name or alias
// Parameter: status (list) = asserted – only steps in one of these states
// Parameter: limit (integer) = 100 – rows at most
// Column: holding – what the company owns, directly or through others
// Column: type – what the holding is
// Column: steps – 1: directly
// Column: chain – the names on the way
// Column: how – kind of each step, with its stake where one is known
// Column: product_of_stakes – percentage that the stakes multiply to, if each step states one
// Column: since – day of the first article about the last step
// Column: sentence – what the latest article says of the last step
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param company => 'Alibaba'
// :param status => ['asserted']
// :param limit => 100
MATCH (a:Entity {name: $company})-[r1:OWNS_STAKE_IN|ACQUIRES|SUBSIDIARY_OF]-(b:Entity)
WHERE (type(r1) = 'SUBSIDIARY_OF') = (startNode(r1) <> a) AND r1.status IN $status
OPTIONAL MATCH (b)-[r2:OWNS_STAKE_IN|ACQUIRES|SUBSIDIARY_OF]-(c:Entity)
WHERE (type(r2) = 'SUBSIDIARY_OF') = (startNode(r2) <> b) AND r2.status IN $status AND c <> a
OPTIONAL MATCH (c)-[r3:OWNS_STAKE_IN|ACQUIRES|SUBSIDIARY_OF]-(d:Entity)
WHERE (type(r3) = 'SUBSIDIARY_OF') = (startNode(r3) <> c) AND r3.status IN $status AND NOT d IN [a, b]
OPTIONAL MATCH (d)-[r4:OWNS_STAKE_IN|ACQUIRES|SUBSIDIARY_OF]-(e:Entity)
WHERE (type(r4) = 'SUBSIDIARY_OF') = (startNode(r4) <> d) AND r4.status IN $status AND NOT e IN [a, b, c]
OPTIONAL MATCH (e)-[r5:OWNS_STAKE_IN|ACQUIRES|SUBSIDIARY_OF]-(f:Entity)
WHERE (type(r5) = 'SUBSIDIARY_OF') = (startNode(r5) <> e) AND r5.status IN $status AND NOT f IN [a, b, c, d]
WITH [n IN [a, b, c, d, e, f] WHERE n IS NOT NULL] AS nodes, [r IN [r1, r2, r3, r4, r5] WHERE r IS NOT NULL] AS relations
UNWIND range(1, size(relations)) AS steps
WITH DISTINCT steps, nodes[0..steps + 1] AS nodes, relations[0..steps] AS relations
WITH
  steps, relations, nodes[steps] AS last, relations[steps - 1] AS r,
  reduce(text = nodes[0].name, n IN nodes[1..] | text + ' → ' + n.name) AS chain,
  [r IN relations | type(r) + coalesce(' ' + toString(r.stake) + ' %', '')] AS how
ORDER BY steps, chain, how, last.id
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  last.name AS holding,
  [label IN labels(last) WHERE label <> 'Entity'][0] AS type,
  steps, chain, how,
  CASE
    WHEN all(r IN relations WHERE r.stake IS NOT NULL) THEN round(100 * reduce(share = 100.0, r IN relations | share * r.stake / 100)) / 100
  END AS product_of_stakes,
  r.first_seen AS since,
  sentence, date, article, source
ORDER BY steps, chain, how, last.id;
