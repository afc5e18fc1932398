// Everything of an entity that depends on several articles, from scratch: so the order of loading leaves no trace.
// Its name is the one that most articles use (then the shortest, then by alphabet). Touching the node first locks it
// before its mentions are read; they are read once and grouped by the ways of speaking of it, which are few.
// Returns the entities that were renamed: their claims bear their names.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
SET e.documents = coalesce(e.documents, 0)
WITH e
MATCH (e)<-[m:MENTIONS]-()
WITH e, m.name AS name, m.kind AS kind, m.reason AS reason, m.forms AS forms, count(*) AS documents
WITH e, collect({name: name, kind: kind, reason: reason, forms: forms, documents: documents}) AS spoken
CALL (spoken) {
  UNWIND spoken AS way
  WITH way.name AS name, sum(way.documents) AS documents
  ORDER BY documents DESC, size(name), name
  RETURN collect(name) AS names, sum(documents) AS documents
}
CALL (spoken) {
  UNWIND spoken AS way
  UNWIND way.forms + way.name AS form
  WITH DISTINCT form
  ORDER BY form
  RETURN collect(form) AS forms
}
CALL (spoken) {
  UNWIND spoken AS way
  WITH DISTINCT way.reason AS reason
  ORDER BY reason
  RETURN collect(reason) AS reasons
}
CALL (spoken) {
  UNWIND spoken AS way
  WITH way.kind AS kind, sum(way.documents) AS documents
  ORDER BY documents DESC, kind
  RETURN collect(kind)[0] AS kind
}
WITH e, documents, kind, names[0] AS name, e.name AS before, [form IN forms WHERE form <> names[0]] AS aliases, reasons
SET e.name = name, e.documents = documents, e.aliases = aliases, e.kind = kind,
    e.reason = CASE WHEN size(reasons) > 0 THEN reduce(all = reasons[0], reason IN tail(reasons) | all + '; ' + reason) END,
    e.search = reduce(words = name, alias IN aliases | words + ' | ' + alias)
WITH e, name, before
WHERE before IS NOT NULL AND before <> name
RETURN e.id AS id
