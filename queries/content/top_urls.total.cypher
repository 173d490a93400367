MATCH (o:Url)
WHERE COUNT { (o)<-[:LINKS_TO]-() } >= $least
  AND COUNT { MATCH (o)<-[:LINKS_TO]-(:Post)<-[:POSTED]-(a:Account) RETURN DISTINCT a } >= $least
RETURN count(o) AS total
