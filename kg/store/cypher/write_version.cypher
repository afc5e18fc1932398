MERGE (k:KgStore {id: 'kg'})
SET k.name = 'kg store', k.version = $version
