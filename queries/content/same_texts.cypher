// title: The same text by several accounts
// question: Which texts did several accounts post word for word in a span of time?
// misleads: Share buttons, games, greetings and quoted statements are copied by strangers; a text is telling when it is
//   long, rare and first seen in no public source.
// status: stable
// since: 0.1.0
// param from: time, UTC, only posts at or after this time
// param to: time, UTC, only posts before this time
// param least: int = 3, accounts, leave out texts of fewer accounts
// param least_length: int = 15, characters, leave out shorter texts
// returns text: text, the text
// returns accounts: int, accounts that posted it
// returns in_clusters: int, how many of them belong to a cluster
// returns posts: int, posts with it
// returns first_by: account, the account that posted it first
// returns first_at: time, the first of them
// returns last_at: time, the last of them

MATCH (p:Post)
WHERE p.at >= $from AND p.at < $to AND p.kind <> 'repost' AND size(p.text) >= $least_length
WITH p.text AS text, collect(p) AS same
WHERE size(same) >= $least
UNWIND same AS p
MATCH (a:Account)-[:POSTED]->(p)
WITH text, a, p
ORDER BY text, p.at, p.key
WITH text, collect(DISTINCT a) AS authors, count(p) AS posts, min(p.at) AS first_at, max(p.at) AS last_at
WHERE size(authors) >= $least
RETURN text, size(authors) AS accounts, size([a IN authors WHERE EXISTS { (a)-[:MEMBER_OF]->(:Cluster) }]) AS in_clusters,
       posts, head(authors).key AS first_by, first_at, last_at
ORDER BY accounts DESC, posts DESC, text
LIMIT $limit
