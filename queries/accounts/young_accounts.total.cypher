MATCH (a:Account)
WHERE a.created_at IS NOT NULL
MATCH (a)-[:POSTED]->(p:Post)
WITH a, min(p.at) AS first_at
WITH (first_at.epochSeconds - a.created_at.epochSeconds) / 86400.0 AS age_days
WHERE age_days <= $days
RETURN count(*) AS total
