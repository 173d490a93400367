// title: Posts of a cluster
// question: What did the group post, in order of time?
// misleads: Members also post what has nothing to do with the group; only posts behind links are evidence.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param from: time = none, UTC, only posts at or after this time
// param to: time = none, UTC, only posts before this time
// param contains: text = none, -, only posts whose text contains this
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns at: time, when it was posted
// returns precision: text, how exactly the time is known
// returns account: account, who posted it
// returns handle: text, the handle or name
// returns core: bool, whether the account is of exhibit grade
// returns post: post, the post
// returns kind: text, post, article, reply, repost, quote or comment
// returns text: text, the text
// returns source: text, its file and line or record

MATCH (:Cluster {key: $cluster})<-[m:MEMBER_OF]-(a:Account)-[:POSTED]->(p:Post)
WHERE ($from IS NULL OR p.at >= $from)
  AND ($to IS NULL OR p.at < $to)
  AND ($contains IS NULL OR toLower(p.text) CONTAINS toLower($contains))
RETURN p.at AS at, p.precision AS precision, a.key AS account, coalesce(a.handle, a.name) AS handle, m.core AS core,
       p.key AS post, p.kind AS kind, p.text AS text, p.file + ':' + toString(p.place) AS source
ORDER BY at, post
SKIP $skip LIMIT $limit
