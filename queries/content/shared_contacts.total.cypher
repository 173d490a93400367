MATCH (o:Contact)
WHERE COUNT { (o)<-[:GIVES]-() } >= $least
  AND COUNT { MATCH (o)<-[:GIVES]-(:Post)<-[:POSTED]-(a:Account) RETURN DISTINCT a } >= $least
RETURN count(o) AS total
