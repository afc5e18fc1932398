// People who connect companies
// Answers: Who has a role in more than one company, and so connects them?
// Group: people
// Parameter: status (list) = asserted – only roles in one of these states
// Parameter: limit (integer) = 50 – rows at most
// Column: person – who
// Column: companies – in how many companies and bodies the person has a role
// Column: names – their names
// Column: roles – what the person does there, in the same order
// Column: latest – day of the latest article about one of the roles
// Column: id – id of the person in the graph
// :param status => ['asserted']
// :param limit => 50
MATCH (p:Person)-[r:CEO_OF|WORKS_FOR|FOUNDED]->(c:Entity)
WHERE r.status IN $status
WITH p, c, r
ORDER BY c.name, type(r), r.claim
WITH p, count(DISTINCT c) AS companies, collect(c.name) AS names, collect(coalesce(r.role, type(r))) AS roles, max(r.last_seen) AS latest
WHERE companies > 1
RETURN p.name AS person, companies, names, roles, latest, p.id AS id
ORDER BY companies DESC, person, id
LIMIT $limit;
