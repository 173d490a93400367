MATCH (:Post {key: $post})<-[:REPOSTS|QUOTES*1..6]-(p:Post)
WHERE EXISTS { (:Account)-[:POSTED]->(p) }
RETURN count(DISTINCT p) AS total
