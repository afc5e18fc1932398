// Shortest connection between two companies
// Answers: How are two companies connected through others, in at most six steps? A shared country, exchange or event does not count.
// Group: overview
// Parameter: company (entity) required – where the connection starts
// Parameter: other (entity) required – where it ends
// Parameter: limit (integer) = 3 – connections at most, where several are equally short
// Column: connection – number of the connection
// Column: step – number of the step in it
// Column: subject – who
// Column: relation – does or is what
// Column: object – to whom or what
// Column: status – asserted, planned, rumoured or ended
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param company => 'Alibaba'
// :param other => 'Nvidia'
// :param limit => 3
MATCH (a:Entity {name: $company})
WITH a
MATCH (b:Entity {name: $other})
WITH a, b
WHERE a <> b
MATCH path = allShortestPaths((a)-[:ACQUIRES|MERGES_WITH|INVESTS_IN|OWNS_STAKE_IN|SUBSIDIARY_OF|SELLS|SPINS_OFF|PARTNERS_WITH|SUPPLIES|COMPETES_WITH|USES|CEO_OF|WORKS_FOR|FOUNDED|LAUNCHES|PRODUCES|SUES|INVESTIGATES|FINES|RESTRICTS*..6]-(b))
WITH path
ORDER BY length(path), reduce(text = '', n IN nodes(path) | text + '|' + n.name), reduce(text = '', r IN relationships(path) | text + r.claim)
LIMIT $limit
WITH collect(path) AS paths
UNWIND range(0, size(paths) - 1) AS number
UNWIND range(0, length(paths[number]) - 1) AS place
WITH number, place, relationships(paths[number])[place] AS r
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  number + 1 AS connection,
  place + 1 AS step,
  startNode(r).name AS subject,
  type(r) AS relation,
  endNode(r).name AS object,
  r.status AS status,
  sentence, date, article, source
ORDER BY connection, step;
