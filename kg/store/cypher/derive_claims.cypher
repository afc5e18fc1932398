// Everything of a claim that depends on several articles, from scratch. Its state is that of the latest article; undated
// ones come first, of several on one day the more confident one counts. Touching the node first locks it before its
// statements are read. Returns what its shadow, the direct relation, is to bear.
UNWIND $ids AS id
MATCH (c:Claim {id: id})
SET c.sources = coalesce(c.sources, 0)
WITH c
MATCH (c)-[s:STATED_IN]->(d:Document)
WITH c, s, d
ORDER BY coalesce(toString(d.published), ''), s.confidence, d.id
WITH c, collect(s) AS statements, min(d.published) AS first, max(d.published) AS last, count(*) AS sources
WITH c, statements[-1] AS s, first, last, sources
MATCH (a:Entity {id: c.subject})
WITH c, s, first, last, sources, a.name AS subject
MATCH (b:Entity {id: c.object})
WITH c, s, first, last, sources, subject, b.name AS object
SET c.name = subject + ' ' + c.relation + ' ' + object, c.subject_name = subject, c.object_name = object,
    c.status = s.status, c.confidence = s.confidence, c.sources = sources, c.first_seen = first, c.last_seen = last,
    c.amount = s.amount, c.currency = s.currency, c.hedge = s.hedge, c.stake = s.stake, c.role = s.role,
    c.facility = s.facility, c.date = s.date, c.topic = s.topic
RETURN c.id AS claim, c.relation AS relation, c.subject AS subject, c.object AS object,
  {
    claim: c.id, status: s.status, confidence: s.confidence, sentence: s.sentence, sources: sources, first_seen: first, last_seen: last,
    amount: s.amount, currency: s.currency, hedge: s.hedge, stake: s.stake, role: s.role, facility: s.facility, date: s.date, topic: s.topic
  } AS properties
