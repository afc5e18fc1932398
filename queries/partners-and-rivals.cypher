// Partners and rivals
// Answers: With whom does a company cooperate, and whom does it compete with?
// Group: supply
// Parameter: company (entity) required – name or alias
// Parameter: limit (integer) = 100 – rows at most
// Column: relation – PARTNERS_WITH or COMPETES_WITH
// Column: name – the partner or rival
// Column: topic – in which field, in the words of the article
// Column: status – asserted, planned, rumoured or ended
// Column: confidence – how sure the claim is, 0 to 1
// Column: also – is the partner a rival, or the rival a partner, as well?
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param company => 'Alibaba'
// :param limit => 100
MATCH (c:Entity {name: $company})-[r:PARTNERS_WITH|COMPETES_WITH]-(x:Entity)
WITH c, r, x, COUNT { (c)-[:PARTNERS_WITH|COMPETES_WITH]-(x) } > 1 AS also
ORDER BY type(r) DESC, x.name, r.claim
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  type(r) AS relation,
  x.name AS name,
  r.topic AS topic,
  r.status AS status,
  r.confidence AS confidence,
  also,
  sentence, date, article, source
ORDER BY relation DESC, name, r.claim;
