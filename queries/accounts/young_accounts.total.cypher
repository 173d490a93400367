CALL () {
  MATCH (p:Post)
  WHERE p.at IS NOT NULL
  RETURN p.at AS earliest
  ORDER BY earliest
  LIMIT 1
}
MATCH (a:Account)
WHERE a.created_at >= earliest - duration({days: $days})
MATCH (a)-[:POSTED]->(p)
WITH a, min(p.at) AS first_at
WITH (first_at.epochSeconds - a.created_at.epochSeconds) / 86400.0 AS age_days
WHERE age_days <= $days
RETURN count(*) AS total
