// title: Tags used beside a hashtag
// question: Which other hashtags stand in the same posts as this one?
// misleads: Platforms suggest bundles of tags, and everybody takes them; a bundle that many strangers use ties nobody.
// status: stable
// since: 0.1.0
// param hashtag: hashtag, key, the hashtag
// returns beside: hashtag, the other hashtag
// returns posts: int, posts that carry both
// returns accounts: int, accounts that use both together
// returns in_clusters: int, how many of them belong to a cluster

MATCH (:Hashtag {key: $hashtag})<-[:TAGGED]-(p:Post)-[:TAGGED]->(h:Hashtag)
MATCH (a:Account)-[:POSTED]->(p)
WITH h, a, count(p) AS posts
WITH h, sum(posts) AS posts, count(a) AS accounts, count(CASE WHEN EXISTS { (a)-[:MEMBER_OF]->(:Cluster) } THEN 1 END) AS in_clusters
RETURN h.key AS beside, posts, accounts, in_clusters
ORDER BY posts DESC, beside
LIMIT $limit
