// title: How a post spread
// question: Who passed this post on, in which order and how fast?
// misleads: A push message or a live event makes hundreds of strangers repost within a minute. Where an export has no
//   repost traces, the order here is incomplete.
// status: stable
// since: 0.1.0
// param post: post, key, the original post
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns account: account, who passed it on
// returns handle: text, the handle or name
// returns post: post, the repost or quote
// returns relation: text, REPOSTS or QUOTES
// returns steps: int, reposts between it and the original (1: directly)
// returns at: time, when
// returns delay_seconds: float, time since the original
// returns clusters: list, clusters the account belongs to

MATCH path = (:Post {key: $post})<-[:REPOSTS|QUOTES*1..6]-(p:Post)
WITH p, path
ORDER BY length(path)
WITH p, head(collect(path)) AS path
MATCH (a:Account)-[:POSTED]->(p)
RETURN a.key AS account, coalesce(a.handle, a.name) AS handle, p.key AS post, type(last(relationships(path))) AS relation,
       length(path) AS steps, p.at AS at, (p.at.epochMillis - head(nodes(path)).at.epochMillis) / 1000.0 AS delay_seconds,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster) RETURN c.key ORDER BY c.key } AS clusters
ORDER BY at, post
SKIP $skip LIMIT $limit
