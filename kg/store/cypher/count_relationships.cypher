MATCH ()-[r:RELATION]->()
RETURN count(r) AS number
