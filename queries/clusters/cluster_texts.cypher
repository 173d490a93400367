// title: Texts that a cluster repeats
// question: Which texts did several accounts of the group post word for word?
// misleads: Share buttons, games, slogans and "repost" notes are copied by strangers. Reworded copies are not counted here;
//   the run compares texts cleaned and in part.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param least: int = 2, accounts, leave out texts of fewer accounts
// returns text: text, the text
// returns accounts: int, accounts of the cluster that posted it
// returns posts: int, their posts with it
// returns first_by: account, the account that posted it first
// returns first_at: time, the first of them
// returns last_at: time, the last of them

MATCH (:Cluster {key: $cluster})<-[:MEMBER_OF]-(a:Account)-[:POSTED]->(p:Post)
WHERE p.text <> '' AND p.kind <> 'repost'
WITH a, p
ORDER BY p.at, p.key
WITH p.text AS text, count(DISTINCT a) AS accounts, count(p) AS posts, head(collect(a.key)) AS first_by, min(p.at) AS first_at, max(p.at) AS last_at
WHERE accounts >= $least
RETURN text, accounts, posts, first_by, first_at, last_at
ORDER BY accounts DESC, posts DESC, text
LIMIT $limit
