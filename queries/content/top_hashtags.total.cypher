MATCH (o:Hashtag)
WHERE COUNT { (o)<-[:TAGGED]-() } >= $least
  AND COUNT { MATCH (o)<-[:TAGGED]-()<-[:POSTED]-(a) WITH DISTINCT a LIMIT $least RETURN a } >= $least
RETURN count(o) AS total
