MATCH (p:Post)
WHERE p.seen = false
RETURN count(p) AS total
