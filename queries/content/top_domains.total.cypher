MATCH (d:Domain)
WHERE COUNT { MATCH (d)<-[:ON]-(:Url)<-[:LINKS_TO]-(:Post)<-[:POSTED]-(a:Account) RETURN DISTINCT a } >= $least
RETURN count(d) AS total
