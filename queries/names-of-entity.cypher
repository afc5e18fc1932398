// Names of a company
// Answers: What is a company called in which articles, and why are these names one company?
// Group: quality
// Parameter: company (entity) required – name or alias
// Column: name – what an article calls it at its fullest
// Column: articles – how many call it so
// Column: forms – all words that stand for it there
// Column: entity – its name in the graph
// Column: type – what it is
// Column: reason – why it is this one
// Column: first – day of the first article that calls it so
// Column: id – its id in the graph
// :param company => 'Alibaba'
MATCH (e:Entity {name: $company})<-[m:MENTIONS]-(d:Document)
UNWIND m.forms AS form
WITH e, m, d, form
ORDER BY form
WITH e, m.name AS name, count(DISTINCT d) AS articles, collect(DISTINCT form) AS forms, min(d.published) AS first
RETURN
  name, articles, forms,
  e.name AS entity,
  [label IN labels(e) WHERE label <> 'Entity'][0] AS type,
  e.reason AS reason,
  first,
  e.id AS id
ORDER BY type, id, articles DESC, name;
