MATCH (:Cluster {key: $cluster})<-[:MEMBER_OF]-(:Account)-[:POSTED]->(p:Post)
WHERE ($from IS NULL OR p.at >= $from)
  AND ($to IS NULL OR p.at < $to)
  AND ($contains IS NULL OR toLower(p.text) CONTAINS toLower($contains))
RETURN count(p) AS total
