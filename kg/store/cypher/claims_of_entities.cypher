UNWIND $ids AS id
CALL (id) {
  MATCH (c:Claim {subject: id}) RETURN c.id AS claim
  UNION
  MATCH (c:Claim {object: id}) RETURN c.id AS claim
}
RETURN DISTINCT claim
