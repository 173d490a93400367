MATCH (o:Media)
WHERE COUNT { (o)<-[:SHOWS]-() } >= $least
  AND COUNT { MATCH (o)<-[:SHOWS]-(:Post)<-[:POSTED]-(a:Account) RETURN DISTINCT a } >= $least
RETURN count(o) AS total
