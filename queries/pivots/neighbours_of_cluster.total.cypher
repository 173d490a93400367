MATCH (x:Cluster {key: $cluster})
CALL (x) {
  MATCH (x)<-[m:MEMBER_OF]-(n:Account)
  WHERE $relation IN ['any', 'members']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)<-[:MEMBER_OF]-(m:Account)-[l:CO_ACTED {run: $run}]-(n:Account)
  WHERE $relation IN ['any', 'links'] AND NOT EXISTS { (n)-[:MEMBER_OF]->(x) }
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)<-[:MEMBER_OF]-(:Account)-[:POSTED]->(p:Post)-[:SAYS]->(n:Template {run: $run})
  WHERE $relation IN ['any', 'templates']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)<-[:MEMBER_OF]-(:Account)-[:POSTED]->(p:Post)-[:MENTIONS]->(n:Account)
  WHERE $relation IN ['any', 'mentions']
  RETURN count(DISTINCT n) AS found
}
RETURN sum(found) AS total
