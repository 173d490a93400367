// title: Things seen on several platforms
// question: Which links, pictures and contacts appear on more than one platform?
// misleads: News and share buttons cross platforms by themselves; rare things that cross quickly are worth a look.
// status: stable
// since: 0.1.0
// param cluster: cluster = none, key, only things that accounts of this cluster share
// param most_posts: int = 10000, posts, leave out things with more posts: everybody's
// returns label: text, what kind of thing it is
// returns object: text, its key
// returns platforms: list, the platforms
// returns accounts: int, accounts that share it
// returns posts: int, posts with it
// returns first_at: time, the first of them
// returns last_at: time, the last of them
// scans: Url, Media and Contact: all are compared

MATCH (o:Url|Media|Contact)
WITH o, COUNT { (o)<-[:LINKS_TO|SHOWS|GIVES]-() } AS posts
WHERE posts > 1 AND posts <= $most_posts
  AND ($cluster IS NULL OR EXISTS { (o)<-[:LINKS_TO|SHOWS|GIVES]-()<-[:POSTED]-()-[:MEMBER_OF]->(:Cluster {key: $cluster}) })
WITH o, posts, COLLECT { MATCH (o)<-[:LINKS_TO|SHOWS|GIVES]-(p) WITH DISTINCT p.platform AS platform RETURN platform ORDER BY platform } AS platforms
WHERE size(platforms) > 1
WITH o, posts, platforms, head(labels(o)) AS label
ORDER BY size(platforms) DESC, posts, label, o.key
LIMIT $limit
CALL (o) {
  MATCH (o)<-[:LINKS_TO|SHOWS|GIVES]-(p)<-[:POSTED]-(a)
  RETURN count(DISTINCT a) AS accounts, min(p.at) AS first_at, max(p.at) AS last_at
}
RETURN label, o.key AS object, platforms, accounts, posts, first_at, last_at
ORDER BY size(platforms) DESC, posts, label, object
