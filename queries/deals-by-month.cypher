// Deals by month
// Answers: How many deals became known in each month, and of which kind?
// Group: deals
// Parameter: since (date) = 2020-01-01 – first day
// Parameter: until (date) = today – last day
// Parameter: company (entity) = none – only its deals
// Column: month – month of the first article, as YYYY-MM
// Column: deals – deals of every kind that have not been called off
// Column: acquisitions – takeovers
// Column: mergers – mergers
// Column: investments – investments
// Column: sales – sales
// Column: spin_offs – spin-offs
// Column: only_planned_or_rumoured – how many of them have not happened as far as is known
// Chart: bar x=month y=acquisitions,mergers,investments,sales,spin_offs
// :param since => date('2020-01-01')
// :param until => date()
// :param company => null
MATCH (a:Entity)-[r:ACQUIRES|MERGES_WITH|INVESTS_IN|SELLS|SPINS_OFF]->(b:Entity)
WHERE r.first_seen >= $since AND r.first_seen <= $until AND r.status <> 'ended'
  AND ($company IS NULL OR a.name = $company OR b.name = $company)
RETURN
  left(toString(r.first_seen), 7) AS month,
  count(r) AS deals,
  sum(CASE WHEN type(r) = 'ACQUIRES' THEN 1 ELSE 0 END) AS acquisitions,
  sum(CASE WHEN type(r) = 'MERGES_WITH' THEN 1 ELSE 0 END) AS mergers,
  sum(CASE WHEN type(r) = 'INVESTS_IN' THEN 1 ELSE 0 END) AS investments,
  sum(CASE WHEN type(r) = 'SELLS' THEN 1 ELSE 0 END) AS sales,
  sum(CASE WHEN type(r) = 'SPINS_OFF' THEN 1 ELSE 0 END) AS spin_offs,
  sum(CASE WHEN r.status IN ['planned', 'rumoured'] THEN 1 ELSE 0 END) AS only_planned_or_rumoured
ORDER BY month;
