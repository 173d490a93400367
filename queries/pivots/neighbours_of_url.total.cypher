MATCH (x:Url {key: $url})
CALL (x) {
  MATCH (x)-[:ON]->(n:Domain)
  WHERE $relation IN ['any', 'domains']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)<-[:LINKS_TO]-()<-[:POSTED]-(n)
  WHERE $relation IN ['any', 'accounts']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  WITH x
  WHERE $relation IN ['any', 'posts']
  RETURN COUNT { (x)<-[:LINKS_TO]-() } AS found
}
RETURN sum(found) AS total
