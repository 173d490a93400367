MATCH (x:Template {key: $template})
CALL (x) {
  MATCH (x)<-[:SAYS]-()<-[:POSTED]-(:Account)-[:MEMBER_OF]->(n:Cluster {run: $run})
  WHERE $relation IN ['any', 'clusters']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)<-[:SAYS]-()<-[:POSTED]-(n:Account)
  WHERE $relation IN ['any', 'accounts']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  WITH x
  WHERE $relation IN ['any', 'posts']
  RETURN COUNT { (x)<-[:SAYS]-() } AS found
}
RETURN sum(found) AS total
