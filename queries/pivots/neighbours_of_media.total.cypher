MATCH (x:Media {key: $media})
CALL (x) {
  MATCH (x)<-[:SHOWS]-(p:Post)<-[:POSTED]-(n:Account)
  WHERE $relation IN ['any', 'accounts']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)<-[:SHOWS]-(n:Post)
  WHERE $relation IN ['any', 'posts']
  RETURN count(DISTINCT n) AS found
}
RETURN sum(found) AS total
