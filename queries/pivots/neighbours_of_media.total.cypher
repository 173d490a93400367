MATCH (x:Media {key: $media})
CALL (x) {
  MATCH (x)<-[:SHOWS]-()<-[:POSTED]-(n)
  WHERE $relation IN ['any', 'accounts']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  WITH x
  WHERE $relation IN ['any', 'posts']
  RETURN COUNT { (x)<-[:SHOWS]-() } AS found
}
RETURN sum(found) AS total
