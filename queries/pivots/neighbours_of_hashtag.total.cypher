MATCH (x:Hashtag {key: $hashtag})
CALL (x) {
  MATCH (x)<-[:TAGGED]-(p:Post)<-[:POSTED]-(n:Account)
  WHERE $relation IN ['any', 'accounts']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)<-[:TAGGED]-(n:Post)
  WHERE $relation IN ['any', 'posts']
  RETURN count(DISTINCT n) AS found
}
RETURN sum(found) AS total
