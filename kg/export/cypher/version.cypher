MATCH (k:KgStore)
RETURN properties(k) AS properties
