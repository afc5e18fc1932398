// Figures of a company
// Answers: Which figures does a company report: revenue, profit, growth, jobs …, and for which period?
// Group: time
// Parameter: company (entity) required – name or alias
// Parameter: metric (string) = none – only this one, such as revenue
// Parameter: limit (integer) = 100 – rows at most
// Column: metric – what is measured
// Column: of – of which part or quantity, if not of the whole
// Column: period – what it was measured over
// Column: value – the number
// Column: unit – its currency or unit
// Column: status – asserted, or planned for a forecast
// Column: confidence – how sure the claim is, 0 to 1
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// Chart: line x=period y=value each=metric,of,unit
// :param company => 'Alibaba'
// :param metric => null
// :param limit => 100
MATCH (c:Entity {name: $company})-[r:REPORTS]->(f:Figure)
WHERE $metric IS NULL OR f.metric = toLower($metric)
WITH f, r
ORDER BY f.metric, coalesce(f.of, ''), coalesce(f.period, '') DESC, f.unit, f.value, f.id
LIMIT $limit
CALL (r) {
  MATCH (:Claim {id: r.claim})-[s:STATED_IN]->(d:Document)
  RETURN s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  f.metric AS metric,
  f.of AS of,
  f.period AS period,
  f.value AS value,
  f.unit AS unit,
  r.status AS status,
  r.confidence AS confidence,
  sentence, date, article, source
ORDER BY metric, coalesce(of, ''), coalesce(period, '') DESC, unit, value, f.id;
