MATCH (c:Cluster {key: $cluster})
CALL (c) {
  MATCH (c)<-[:MEMBER_OF]-(a:Account)-[:POSTED]->(:Post)
        -[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]->(o)
  WHERE $relation = 'any' OR type(r) = $relation
  RETURN type(r) AS relation, o, count(DISTINCT a) AS accounts
  UNION ALL
  MATCH (c)<-[:MEMBER_OF]-(a:Account)-[:POSTED]->(:Post)-[:LINKS_TO]->(:Url)-[:ON]->(o:Domain)
  WHERE $relation IN ['any', 'ON']
  RETURN 'ON' AS relation, o, count(DISTINCT a) AS accounts
}
WITH accounts
WHERE accounts >= $min_accounts
RETURN count(*) AS total
