// title: Amplifiers
// question: Which accounts mostly pass on what others write, and whose posts?
// misleads: Many ordinary readers only repost. An amplifier of one origin may be a devoted fan.
// status: stable
// since: 0.1.0
// param cluster: cluster = none, key, only accounts of this cluster
// param least: int = 2, posts, leave out accounts with fewer reposts and quotes
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns account: account, the account
// returns handle: text, its handle or name
// returns reposts: int, its reposts and quotes
// returns share: float, share of its posts that they are (0 to 1)
// returns origins: int, accounts it passes on
// returns main_origin: account, the one it passes on most
// returns main_share: float, share of its reposts that are of that one (0 to 1)
// scans: Account: all are compared when no cluster is named

MATCH (b:Account)
WHERE $cluster IS NULL OR EXISTS { (b)-[:MEMBER_OF]->(:Cluster {key: $cluster}) }
MATCH (b)-[:POSTED]->(p:Post)-[:REPOSTS|QUOTES]->(:Post)<-[:POSTED]-(a:Account)
WITH b, a, count(DISTINCT p) AS of_one
ORDER BY of_one DESC, a.key
WITH b, sum(of_one) AS reposts, count(a) AS origins, head(collect(a.key)) AS main_origin, max(of_one) AS most
WHERE reposts >= $least
RETURN b.key AS account, coalesce(b.handle, b.name) AS handle, reposts, toFloat(reposts) / COUNT { (b)-[:POSTED]->() } AS share,
       origins, main_origin, toFloat(most) / reposts AS main_share
ORDER BY reposts DESC, account
SKIP $skip LIMIT $limit
