// title: Most active accounts
// question: Who posts most, and on how many days?
// misleads: News desks, shops and enthusiasts post most; volume alone says nothing about coordination.
// status: stable
// since: 0.1.0
// param platform: platform = none, name, only this platform
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns account: account, the account
// returns handle: text, its handle or name
// returns platform: text, the platform
// returns posts: int, posts in the exports
// returns days: int, days (UTC) on which it posted
// returns first_at: time, the first post
// returns last_at: time, the last post
// returns clusters: list, clusters it belongs to
// scans: Account: all accounts are compared

MATCH (a:Account)
WHERE $platform IS NULL OR a.platform = $platform
WITH a, COUNT { (a)-[:POSTED]->() } AS posts
WHERE posts > 0
ORDER BY posts DESC, a.key
SKIP $skip LIMIT $limit
MATCH (a)-[:POSTED]->(p:Post)
WITH a, posts, count(DISTINCT date(p.at)) AS days, min(p.at) AS first_at, max(p.at) AS last_at
RETURN a.key AS account, coalesce(a.handle, a.name) AS handle, a.platform AS platform, posts, days, first_at, last_at,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster) RETURN c.key ORDER BY c.key } AS clusters
ORDER BY posts DESC, account
