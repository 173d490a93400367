// title: Accounts that posted soon after they were made
// question: Which accounts began to post on the subject within days of being made?
// misleads: People join a platform because of an event and post about it at once. Most young accounts are newcomers.
// status: stable
// since: 0.1.0
// param days: int = 14, days, largest age at the first collected post
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns account: account, the account
// returns handle: text, its handle or name
// returns created_at: time, when it was made
// returns first_at: time, its first post in the exports
// returns age_days: float, days between the two
// returns posts: int, posts in the exports
// returns clusters: list, clusters it belongs to
// scans: Account: all accounts are compared

CALL () {
  MATCH (p:Post)
  WHERE p.at IS NOT NULL
  RETURN p.at AS earliest
  ORDER BY earliest
  LIMIT 1
}
MATCH (a:Account)
WHERE a.created_at >= earliest - duration({days: $days})
MATCH (a)-[:POSTED]->(p)
WITH a, count(p) AS posts, min(p.at) AS first_at
WITH a, posts, first_at, (first_at.epochSeconds - a.created_at.epochSeconds) / 86400.0 AS age_days
WHERE age_days <= $days
RETURN a.key AS account, coalesce(a.handle, a.name) AS handle, a.created_at AS created_at, first_at, age_days, posts,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster) RETURN c.key ORDER BY c.key } AS clusters
ORDER BY age_days, account
SKIP $skip LIMIT $limit
