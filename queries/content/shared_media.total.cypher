MATCH (o:Media)
WHERE COUNT { (o)<-[:SHOWS]-() } >= $least
  AND COUNT { MATCH (o)<-[:SHOWS]-()<-[:POSTED]-(a) WITH DISTINCT a LIMIT $least RETURN a } >= $least
RETURN count(o) AS total
