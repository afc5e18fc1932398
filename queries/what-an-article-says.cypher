// What an article says
// Answers: Which claims does an article make, and with which words?
// Group: overview
// Parameter: article (article) required – id, address or title of the article
// Column: subject – who
// Column: relation – does or is what
// Column: object – to whom or what
// Column: status – asserted, planned, rumoured, ended or denied, in this article
// Column: amount – sum, where there is one
// Column: currency – its currency or unit
// Column: hedge – exact, about, at least or up to
// Column: stake – percentage of a company that is held, bought or sold
// Column: details – role, facility, topic and date, as far as the article says them
// Column: confidence – how sure the claim is, 0 to 1
// Column: sentence – the proving words
// Column: date – day of the article
// Column: article – its title
// Column: source – its address, else its publisher
// :param article => 'alibaba-nvidia'
MATCH (d:Document {id: $article})<-[s:STATED_IN]-(c:Claim)
RETURN
  c.subject_name AS subject,
  c.relation AS relation,
  c.object_name AS object,
  s.status AS status,
  s.amount AS amount,
  s.currency AS currency,
  s.hedge AS hedge,
  s.stake AS stake,
  [detail IN [s.role, s.facility, s.topic, s.date] WHERE detail IS NOT NULL] AS details,
  s.confidence AS confidence,
  s.sentence AS sentence,
  d.published AS date,
  d.name AS article,
  coalesce(d.url, d.source, d.id) AS source
ORDER BY d.id, s.start, relation, object, c.id;
