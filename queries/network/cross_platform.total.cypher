MATCH (o:Url|Media|Contact)
WITH o, COUNT { (o)<-[:LINKS_TO|SHOWS|GIVES]-() } AS posts
WHERE posts > 1 AND posts <= $most_posts
  AND ($cluster IS NULL OR EXISTS { (o)<-[:LINKS_TO|SHOWS|GIVES]-()<-[:POSTED]-()-[:MEMBER_OF]->(:Cluster {key: $cluster}) })
  AND COUNT { MATCH (o)<-[:LINKS_TO|SHOWS|GIVES]-(p) WITH DISTINCT p.platform AS platform LIMIT 2 RETURN platform } = 2
RETURN count(o) AS total
