MATCH (o:Contact)
WHERE COUNT { (o)<-[:GIVES]-() } >= $least
  AND COUNT { MATCH (o)<-[:GIVES]-()<-[:POSTED]-(a) WITH DISTINCT a LIMIT $least RETURN a } >= $least
RETURN count(o) AS total
