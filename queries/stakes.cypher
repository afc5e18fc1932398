// Stakes in companies
// Answers: Who holds which share of which company?
// Group: ownership
// Parameter: company (entity) = none – only stakes held by it or in it
// Parameter: at_least (float) = 0 – smallest stake, in percent
// Parameter: limit (integer) = 100 – rows at most, the largest stakes first
// Column: owner – who holds the stake
// Column: company – in whom
// Column: stake – percent, if it is known
// Column: relation – OWNS_STAKE_IN held, INVESTS_IN bought, ACQUIRES taken over, SUBSIDIARY_OF belongs to
// Column: status – asserted, planned, rumoured or ended
// Column: since – day of the first article about it
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// Chart: bar x=owner,company y=stake
// :param company => null
// :param at_least => 0
// :param limit => 100
MATCH (a:Entity)-[r:OWNS_STAKE_IN|INVESTS_IN|ACQUIRES|SUBSIDIARY_OF]->(b:Company)
WHERE (r.stake >= $at_least OR (r.stake IS NULL AND $at_least = 0 AND type(r) = 'OWNS_STAKE_IN'))
  AND ($company IS NULL OR a.name = $company OR b.name = $company)
WITH a, b, r, type(r) = 'SUBSIDIARY_OF' AS reverse
ORDER BY coalesce(r.stake, -1.0) DESC, a.name, b.name, r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  CASE WHEN reverse THEN b.name ELSE a.name END AS owner,
  CASE WHEN reverse THEN a.name ELSE b.name END AS company,
  r.stake AS stake,
  type(r) AS relation,
  r.status AS status,
  r.first_seen AS since,
  sentence, date, article, source
ORDER BY coalesce(stake, -1.0) DESC, owner, company, relation, r.claim;
