MATCH (p:Post)<-[:POSTED]-(:Account)
WHERE p.seen AND (p.at IS NULL OR p.at < $earliest OR p.at >= $latest)
RETURN count(p) AS total
