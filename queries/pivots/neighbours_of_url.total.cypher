MATCH (x:Url {key: $url})
CALL (x) {
  MATCH (x)-[:ON]->(n:Domain)
  WHERE $relation IN ['any', 'domains']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)<-[:LINKS_TO]-(p:Post)<-[:POSTED]-(n:Account)
  WHERE $relation IN ['any', 'accounts']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)<-[:LINKS_TO]-(n:Post)
  WHERE $relation IN ['any', 'posts']
  RETURN count(DISTINCT n) AS found
}
RETURN sum(found) AS total
