MATCH (:Cluster {key: $cluster})<-[:MEMBER_OF]-(a:Account)
WHERE EXISTS { (a)-[:POSTED]->() }
RETURN count(a) AS total
