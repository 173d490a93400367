MATCH (b:Account)
WHERE $cluster IS NULL OR EXISTS { (b)-[:MEMBER_OF]->(:Cluster {key: $cluster}) }
MATCH (b)-[:POSTED]->(p:Post)-[:REPOSTS|QUOTES]->(:Post)<-[:POSTED]-(:Account)
WITH b, count(DISTINCT p) AS reposts
WHERE reposts >= $least
RETURN count(b) AS total
