// title: Most used hashtags
// question: Which hashtags do most accounts use, and how many of those belong to groups?
// misleads: A launch tag or a trend is used by everybody. What matters is a tag that few but the group use.
// status: stable
// since: 0.1.0
// param least: int = 2, accounts, leave out what fewer accounts share
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns hashtag: hashtag, the hashtag
// returns accounts: int, accounts that share it
// returns in_clusters: int, how many of them belong to a cluster
// returns posts: int, posts with it
// returns platforms: list, platforms it is seen on
// returns first_at: time, the first of them
// returns last_at: time, the last of them
// scans: Hashtag: all are compared

CALL () {
  MATCH (o:Hashtag)<-[:TAGGED]-(p)<-[:POSTED]-(a)
  RETURN o, count(DISTINCT a) AS accounts, 0 AS in_clusters, count(*) AS posts, collect(DISTINCT p.platform) AS platforms,
         min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (:Cluster)<-[:MEMBER_OF]-(a)-[:POSTED]->()-[:TAGGED]->(o:Hashtag)
  RETURN o, 0 AS accounts, count(DISTINCT a) AS in_clusters, 0 AS posts, [] AS platforms, null AS first_at, null AS last_at
}
WITH o, sum(accounts) AS accounts, sum(in_clusters) AS in_clusters, sum(posts) AS posts, collect(platforms) AS found,
     min(first_at) AS first_at, max(last_at) AS last_at
WHERE accounts >= $least
ORDER BY accounts DESC, posts DESC, o.key
SKIP $skip LIMIT $limit
RETURN o.key AS hashtag, accounts, in_clusters, posts,
       COLLECT { UNWIND found AS platforms UNWIND platforms AS platform RETURN platform ORDER BY platform } AS platforms,
       first_at, last_at
ORDER BY accounts DESC, posts DESC, hashtag
