// title: Posts of an account
// question: What did this account post, when, and where does each row come from?
// misleads: These are the posts that were collected, often only those that matched a keyword; the rest of what the
//   account writes may look quite different.
// status: stable
// since: 0.1.0
// param account: account, key, the account
// param contains: text = none, -, only posts whose text contains this
// param from: time = none, UTC, only posts at or after this time
// param to: time = none, UTC, only posts before this time
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns post: post, the post
// returns at: time, when it was posted
// returns precision: text, how exactly the time is known
// returns kind: text, post, article, reply, repost, quote or comment
// returns text: text, the text
// returns hashtags: list, its tags
// returns urls: list, its links
// returns likes: int, likes
// returns reposts: int, reposts
// returns replies: int, replies
// returns url: text, its address on the platform
// returns deleted: bool, true where the platform says that it is gone
// returns source: text, its file and line or record

MATCH (:Account {key: $account})-[:POSTED]->(p:Post)
WHERE ($contains IS NULL OR toLower(p.text) CONTAINS toLower($contains))
  AND ($from IS NULL OR p.at >= $from)
  AND ($to IS NULL OR p.at < $to)
WITH p
ORDER BY p.at DESC, p.key
SKIP $skip LIMIT $limit
RETURN p.key AS post, p.at AS at, p.precision AS precision, p.kind AS kind, p.text AS text,
       COLLECT { MATCH (p)-[:TAGGED]->(h:Hashtag) RETURN h.key ORDER BY h.key } AS hashtags,
       COLLECT { MATCH (p)-[:LINKS_TO]->(u:Url) RETURN u.key ORDER BY u.key } AS urls,
       p.likes AS likes, p.reposts AS reposts, p.replies AS replies, p.url AS url, p.deleted AS deleted,
       p.file + ':' + toString(p.place) AS source
ORDER BY at DESC, post
