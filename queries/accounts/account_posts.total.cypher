MATCH (:Account {key: $account})-[:POSTED]->(p:Post)
WHERE ($contains IS NULL OR toLower(p.text) CONTAINS toLower($contains))
  AND ($from IS NULL OR p.at >= $from)
  AND ($to IS NULL OR p.at < $to)
RETURN count(p) AS total
