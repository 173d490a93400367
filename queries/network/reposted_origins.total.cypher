MATCH (b:Account)
WHERE $cluster IS NULL OR EXISTS { (b)-[:MEMBER_OF]->(:Cluster {key: $cluster}) }
MATCH (b)-[:POSTED]->(:Post)-[:REPOSTS|QUOTES]->(:Post)<-[:POSTED]-(a:Account)
WHERE a <> b
RETURN count(DISTINCT a) AS total
