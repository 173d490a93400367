MATCH (d:Domain)
WHERE COUNT { MATCH (d)<-[:ON]-()<-[:LINKS_TO]-()<-[:POSTED]-(a) WITH DISTINCT a LIMIT $least RETURN a } >= $least
RETURN count(d) AS total
