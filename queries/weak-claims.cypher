// Claims with weak evidence
// Answers: Which claims rest on one unsure sentence and should be checked first?
// Group: quality
// Parameter: below (float) = 0.6 – only claims that are less sure than this, 0 to 1
// Parameter: sources (integer) = 1 – only claims with at most so many articles
// Parameter: limit (integer) = 100 – rows at most, the weakest first
// Column: confidence – how sure the claim is, 0 to 1
// Column: sources – how many articles say so
// Column: subject – who
// Column: relation – does or is what
// Column: object – to whom or what
// Column: status – asserted, planned, rumoured, ended or denied
// Column: extractor – which rule or model found it
// Column: sentence – what the latest article says
// Column: date – day of that article
// Column: article – its title
// Column: source – its address, else its publisher
// :param below => 0.6
// :param sources => 1
// :param limit => 100
MATCH (c:Claim)
WHERE c.confidence < $below AND c.sources <= $sources
WITH c
ORDER BY c.confidence, c.sources, c.name, c.id
LIMIT $limit
CALL (c) {
  MATCH (c)-[s:STATED_IN]->(d:Document)
  RETURN s.extractor AS extractor, s.sentence AS sentence, d.published AS date, d.name AS article, coalesce(d.url, d.source, d.id) AS source
  ORDER BY coalesce(d.published, date('0001-01-01')) DESC, s.confidence DESC, d.id DESC
  LIMIT 1
}
RETURN
  c.confidence AS confidence,
  c.sources AS sources,
  c.subject_name AS subject,
  c.relation AS relation,
  c.object_name AS object,
  c.status AS status,
  extractor,
  sentence, date, article, source
ORDER BY confidence, sources, c.name, c.id;
