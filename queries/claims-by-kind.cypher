// What the graph knows, by kind of claim
// Answers: How many claims of each kind are there, and how sure and how current are they?
// Group: overview
// Column: relation – kind of claim
// Column: claims – how many there are
// Column: asserted – how many hold or have happened
// Column: planned – how many are announced
// Column: rumoured – how many are rumours
// Column: ended – how many are over
// Column: denied – how many are denied
// Column: several_sources – how many stand in more than one article
// Column: mean_confidence – mean of how sure they are, 0 to 1, two decimals
// Column: latest – day of the latest article
// Chart: bar x=relation y=asserted,planned,rumoured,ended,denied
MATCH (c:Claim)
RETURN
  c.relation AS relation,
  count(c) AS claims,
  sum(CASE WHEN c.status = 'asserted' THEN 1 ELSE 0 END) AS asserted,
  sum(CASE WHEN c.status = 'planned' THEN 1 ELSE 0 END) AS planned,
  sum(CASE WHEN c.status = 'rumoured' THEN 1 ELSE 0 END) AS rumoured,
  sum(CASE WHEN c.status = 'ended' THEN 1 ELSE 0 END) AS ended,
  sum(CASE WHEN c.status = 'denied' THEN 1 ELSE 0 END) AS denied,
  sum(CASE WHEN c.sources > 1 THEN 1 ELSE 0 END) AS several_sources,
  round(100 * avg(c.confidence)) / 100 AS mean_confidence,
  max(c.last_seen) AS latest
ORDER BY claims DESC, relation;
