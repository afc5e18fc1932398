// Articles that name a company
// Answers: Where can one read about a company, and how much does each article say of it?
// Group: overview
// Parameter: company (entity) required – name or alias
// Parameter: since (date) = none – only articles from this day on
// Parameter: limit (integer) = 50 – rows at most, the latest first
// Column: date – day of the article
// Column: article – its title
// Column: mentions – how often it names the company
// Column: called – what it calls it
// Column: claims – claims of the article about the company
// Column: language – its language
// Column: source – its address, else its publisher
// Column: id – id of the article, for what-an-article-says
// :param company => 'Alibaba'
// :param since => null
// :param limit => 50
MATCH (c:Entity {name: $company})<-[m:MENTIONS]-(d:Document)
WHERE $since IS NULL OR d.published >= $since
WITH c, m, d
ORDER BY coalesce(d.published, date('0001-01-01')) DESC, d.id
LIMIT $limit
OPTIONAL MATCH (d)<-[:STATED_IN]-(claim:Claim)
RETURN
  d.published AS date,
  d.name AS article,
  m.count AS mentions,
  m.forms AS called,
  count(CASE WHEN claim.subject = c.id OR claim.object = c.id THEN claim END) AS claims,
  d.lang AS language,
  coalesce(d.url, d.source, d.id) AS source,
  d.id AS id
ORDER BY coalesce(date, date('0001-01-01')) DESC, id;
