// Holdings of a company, up to five steps
// Answers: What does a company own, what do its holdings own, and so on? Each holding once, by the shortest way.
// Group: ownership
// Parameter: company (entity) required – name or alias
// Parameter: status (list) = asserted – only steps in one of these states
// Parameter: limit (integer) = 100 – rows at most, the nearest first
// Column: holding – what the company owns, directly or through others
// Column: type – what the holding is
// Column: steps – 1: directly
// Column: chain – the names on the way, the company first
// Column: how – kind of each step, with its stake where one is known
// Column: share – percentage that the stakes of all steps multiply to, if each step states one
// Column: since – day of the first article about the last step
// Column: sentence – what the latest article says of the last step
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param company => 'Alibaba'
// :param status => ['asserted']
// :param limit => 100
MATCH (c:Entity {name: $company})
CALL (c) {
  MATCH (c)-[r:OWNS_STAKE_IN|ACQUIRES|SUBSIDIARY_OF]-(x:Entity)
  WHERE x <> c AND r.status IN $status AND (type(r) = 'SUBSIDIARY_OF') = (startNode(r) <> c)
  WITH x, r
  ORDER BY coalesce(r.stake, 0) DESC, r.claim
  WITH x, collect(r)[0] AS r
  RETURN collect({node: x, path: [r]}) AS found1
}
WITH c, found1, [c] + [f IN found1 | f.node] AS seen1
CALL (found1, seen1) {
  UNWIND found1 AS f
  WITH f.node AS n, f.path AS path, seen1
  MATCH (n)-[r:OWNS_STAKE_IN|ACQUIRES|SUBSIDIARY_OF]-(x:Entity)
  WHERE NOT x IN seen1 AND r.status IN $status AND (type(r) = 'SUBSIDIARY_OF') = (startNode(r) <> n)
  WITH x, path, r
  ORDER BY coalesce(r.stake, 0) DESC, reduce(text = '', p IN path | text + p.claim), r.claim
  WITH x, collect(path + [r])[0] AS path
  RETURN collect({node: x, path: path}) AS found2
}
WITH c, found1, found2, seen1 + [f IN found2 | f.node] AS seen2
CALL (found2, seen2) {
  UNWIND found2 AS f
  WITH f.node AS n, f.path AS path, seen2
  MATCH (n)-[r:OWNS_STAKE_IN|ACQUIRES|SUBSIDIARY_OF]-(x:Entity)
  WHERE NOT x IN seen2 AND r.status IN $status AND (type(r) = 'SUBSIDIARY_OF') = (startNode(r) <> n)
  WITH x, path, r
  ORDER BY coalesce(r.stake, 0) DESC, reduce(text = '', p IN path | text + p.claim), r.claim
  WITH x, collect(path + [r])[0] AS path
  RETURN collect({node: x, path: path}) AS found3
}
WITH c, found1, found2, found3, seen2 + [f IN found3 | f.node] AS seen3
CALL (found3, seen3) {
  UNWIND found3 AS f
  WITH f.node AS n, f.path AS path, seen3
  MATCH (n)-[r:OWNS_STAKE_IN|ACQUIRES|SUBSIDIARY_OF]-(x:Entity)
  WHERE NOT x IN seen3 AND r.status IN $status AND (type(r) = 'SUBSIDIARY_OF') = (startNode(r) <> n)
  WITH x, path, r
  ORDER BY coalesce(r.stake, 0) DESC, reduce(text = '', p IN path | text + p.claim), r.claim
  WITH x, collect(path + [r])[0] AS path
  RETURN collect({node: x, path: path}) AS found4
}
WITH c, found1, found2, found3, found4, seen3 + [f IN found4 | f.node] AS seen4
CALL (found4, seen4) {
  UNWIND found4 AS f
  WITH f.node AS n, f.path AS path, seen4
  MATCH (n)-[r:OWNS_STAKE_IN|ACQUIRES|SUBSIDIARY_OF]-(x:Entity)
  WHERE NOT x IN seen4 AND r.status IN $status AND (type(r) = 'SUBSIDIARY_OF') = (startNode(r) <> n)
  WITH x, path, r
  ORDER BY coalesce(r.stake, 0) DESC, reduce(text = '', p IN path | text + p.claim), r.claim
  WITH x, collect(path + [r])[0] AS path
  RETURN collect({node: x, path: path}) AS found5
}
WITH c, found1 + found2 + found3 + found4 + found5 AS found
UNWIND found AS f
WITH c, f.node AS x, collect(f.path)[0] AS path
WITH x, path, size(path) AS steps, path[size(path) - 1] AS r,
  reduce(text = c.name, p IN path | text + ' → ' + CASE WHEN type(p) = 'SUBSIDIARY_OF' THEN startNode(p).name ELSE endNode(p).name END) AS chain
ORDER BY steps, chain, x.id
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  x.name AS holding,
  [label IN labels(x) WHERE label <> 'Entity'][0] AS type,
  steps,
  chain,
  [p IN path | type(p) + coalesce(' ' + CASE WHEN p.stake = toInteger(p.stake) THEN toString(toInteger(p.stake)) ELSE toString(p.stake) END + ' %', '')] AS how,
  CASE WHEN all(p IN path WHERE p.stake IS NOT NULL) THEN round(100 * reduce(share = 100.0, p IN path | share * p.stake / 100)) / 100 END AS share,
  r.first_seen AS since,
  sentence, date, article, source
ORDER BY steps, chain, x.id;
