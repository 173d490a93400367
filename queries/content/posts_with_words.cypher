// title: Posts with these words
// question: Who wrote these words, and when?
// misleads: Words are quoted, mocked and denied too; read the post before counting it for a side. Latin script is matched
//   by whole words, Chinese by any run of two or more characters.
// status: stable
// since: 0.1.0
// param words: text, -, the words, in this order
// param platform: platform = none, name, only this platform
// param from: time = none, UTC, only posts at or after this time
// param to: time = none, UTC, only posts before this time
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns at: time, when it was posted
// returns account: account, who posted it
// returns handle: text, the handle or name
// returns post: post, the post
// returns kind: text, post, article, reply, repost, quote or comment
// returns text: text, the text
// returns clusters: list, clusters the account belongs to

CALL db.index.fulltext.queryNodes('post_text', '"' + replace(replace($words, '\\', '\\\\'), '"', '\\"') + '"') YIELD node AS p
WHERE ($platform IS NULL OR p.platform = $platform)
  AND ($from IS NULL OR p.at >= $from)
  AND ($to IS NULL OR p.at < $to)
WITH p
ORDER BY p.at, p.key
SKIP $skip LIMIT $limit
MATCH (a:Account)-[:POSTED]->(p)
RETURN p.at AS at, a.key AS account, coalesce(a.handle, a.name) AS handle, p.key AS post, p.kind AS kind, p.text AS text,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster) RETURN c.key ORDER BY c.key } AS clusters
ORDER BY at, post
