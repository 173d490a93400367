MATCH (o:Hashtag)
WHERE COUNT { (o)<-[:TAGGED]-() } >= $least
  AND COUNT { MATCH (o)<-[:TAGGED]-(:Post)<-[:POSTED]-(a:Account) RETURN DISTINCT a } >= $least
RETURN count(o) AS total
