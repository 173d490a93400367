MATCH (c:Cluster {key: $cluster})<-[:MEMBER_OF]-(:Account)-[l:CO_ACTED {run: $run}]->(:Account)-[:MEMBER_OF]->(c)
WHERE $status = 'any' OR l.status = $status
RETURN count(l) AS total
