MATCH (x:Contact {key: $contact})
CALL (x) {
  MATCH (x)<-[:GIVES]-()<-[:POSTED]-(n)
  WHERE $relation IN ['any', 'accounts']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  WITH x
  WHERE $relation IN ['any', 'posts']
  RETURN COUNT { (x)<-[:GIVES]-() } AS found
}
RETURN sum(found) AS total
