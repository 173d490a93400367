// title: Activity over time
// question: How many posts and accounts are there per day or hour, in the case or in one group?
// misleads: A spike may be the collection: another keyword or a catch-up download. Check coverage before reading it.
// status: stable
// since: 0.1.0
// param cluster: cluster = none, key, only accounts of this cluster
// param from: time = none, UTC, only posts at or after this time
// param to: time = none, UTC, only posts before this time
// param unit: choice(day|hour|minute) = day, -, the width of one row
// param zone: text = UTC, IANA name, the time zone whose days are counted
// returns start: time, the start of the day, hour or minute
// returns posts: int, posts in it
// returns accounts: int, accounts that posted
// returns in_clusters: int, how many of them belong to a cluster
// scans: Post: every post is counted when no cluster and no time is named

CALL () {
  MATCH (:Cluster {key: $cluster})<-[:MEMBER_OF]-(a)
  RETURN a, true AS member
  UNION ALL
  MATCH (a:Account)
  WHERE $cluster IS NULL
  RETURN a, EXISTS { (a)-[:MEMBER_OF]->() } AS member
}
MATCH (a)-[:POSTED]->(p)
WHERE p.at IS NOT NULL
  AND ($unit = 'day' OR p.precision <> 'day')
  AND ($from IS NULL OR p.at >= $from)
  AND ($to IS NULL OR p.at < $to)
WITH datetime.truncate($unit, CASE $zone WHEN 'UTC' THEN p.at ELSE datetime({datetime: p.at, timezone: $zone}) END) AS start,
     count(p) AS posts, count(DISTINCT a) AS accounts, count(DISTINCT CASE WHEN member THEN a END) AS in_clusters
RETURN start, posts, accounts, in_clusters
ORDER BY start
LIMIT $limit
