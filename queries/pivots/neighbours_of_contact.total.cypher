MATCH (x:Contact {key: $contact})
CALL (x) {
  MATCH (x)<-[:GIVES]-(p:Post)<-[:POSTED]-(n:Account)
  WHERE $relation IN ['any', 'accounts']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)<-[:GIVES]-(n:Post)
  WHERE $relation IN ['any', 'posts']
  RETURN count(DISTINCT n) AS found
}
RETURN sum(found) AS total
