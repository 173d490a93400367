MATCH (a:Account)
WHERE a.seen = false
RETURN count(a) AS total
