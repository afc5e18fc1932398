MATCH (k:KgStore {id: 'kg'})
RETURN k.version AS version
