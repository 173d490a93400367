MATCH (o:Url)
WHERE COUNT { (o)<-[:LINKS_TO]-() } >= $least
  AND COUNT { MATCH (o)<-[:LINKS_TO]-()<-[:POSTED]-(a) WITH DISTINCT a LIMIT $least RETURN a } >= $least
RETURN count(o) AS total
