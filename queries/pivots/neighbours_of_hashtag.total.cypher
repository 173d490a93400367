MATCH (x:Hashtag {key: $hashtag})
CALL (x) {
  MATCH (x)<-[:TAGGED]-()<-[:POSTED]-(n)
  WHERE $relation IN ['any', 'accounts']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  WITH x
  WHERE $relation IN ['any', 'posts']
  RETURN COUNT { (x)<-[:TAGGED]-() } AS found
}
RETURN sum(found) AS total
