MATCH (c:Cluster {key: $cluster})<-[:MEMBER_OF]-(a:Account)-[l:CO_ACTED {run: $run}]->(b:Account)-[:MEMBER_OF]->(c)
WHERE $status = 'any' OR l.status = $status
WITH DISTINCT a, b
RETURN count(*) AS total
