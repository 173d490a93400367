// title: Most shared links
// question: Which links do most accounts share, and how many of those belong to groups?
// misleads: News and share buttons spread widely by themselves. A link that mostly groups share is the one to look at.
// status: stable
// since: 0.1.0
// param least: int = 2, accounts, leave out what fewer accounts share
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns url: url, the link
// returns accounts: int, accounts that share it
// returns in_clusters: int, how many of them belong to a cluster
// returns posts: int, posts with it
// returns platforms: list, platforms it is seen on
// returns first_at: time, the first of them
// returns last_at: time, the last of them
// scans: Url: all are compared

MATCH (o:Url)
WITH o, COUNT { (o)<-[:LINKS_TO]-() } AS posts
WHERE posts >= $least
WITH o, posts, COUNT { MATCH (o)<-[:LINKS_TO]-(:Post)<-[:POSTED]-(a:Account) RETURN DISTINCT a } AS accounts
WHERE accounts >= $least
ORDER BY accounts DESC, posts DESC, o.key
SKIP $skip LIMIT $limit
CALL (o) {
  MATCH (o)<-[:LINKS_TO]-(p:Post)<-[:POSTED]-(a:Account)
  WITH a, min(p.at) AS first, max(p.at) AS last
  ORDER BY a.platform
  RETURN count(CASE WHEN EXISTS { (a)-[:MEMBER_OF]->(:Cluster) } THEN 1 END) AS in_clusters,
         collect(DISTINCT a.platform) AS platforms, min(first) AS first_at, max(last) AS last_at
}
RETURN o.key AS url, accounts, in_clusters, posts, platforms, first_at, last_at
ORDER BY accounts DESC, posts DESC, url
