// What two companies share
// Answers: Which partners, suppliers, owners, people, places and products are connected with both of two companies?
// Group: supply
// Parameter: company (entity) required – the one
// Parameter: other (entity) required – the other
// Parameter: limit (integer) = 100 – rows at most
// Column: shared – what both are connected with
// Column: type – what it is
// Column: with_company – how the one is connected with it
// Column: with_other – how the other is connected with it
// Column: sentence – what the latest article says of the one
// Column: other_sentence – what the latest article says of the other
// Column: date – day of the latest article about either
// Column: id – id of what is shared
// :param company => 'Alibaba'
// :param other => 'Nvidia'
// :param limit => 100
MATCH (a:Entity {name: $company})-[r]-(x:Entity)-[q]-(b:Entity {name: $other})
WHERE a <> b AND r.status <> 'ended' AND q.status <> 'ended'
WITH x, r, q
ORDER BY coalesce(r.last_seen, date('0001-01-01')) DESC, coalesce(q.last_seen, date('0001-01-01')) DESC, r.claim, q.claim
WITH x, collect(r) AS rs, collect(q) AS qs
WITH x, rs[0] AS r, qs[0] AS q, rs, qs
UNWIND rs + qs AS any_relation
WITH x, r, q, rs, qs, max(any_relation.last_seen) AS date
UNWIND rs AS one
WITH x, r, q, qs, date, type(one) AS kind
ORDER BY kind
WITH x, r, q, qs, date, collect(DISTINCT kind) AS with_company
UNWIND qs AS one
WITH x, r, q, date, with_company, type(one) AS kind
ORDER BY kind
WITH x, r, q, date, with_company, collect(DISTINCT kind) AS with_other
RETURN
  x.name AS shared,
  [label IN labels(x) WHERE label <> 'Entity'][0] AS type,
  with_company, with_other,
  r.sentence AS sentence,
  q.sentence AS other_sentence,
  date,
  x.id AS id
ORDER BY type, shared, id
LIMIT $limit;
