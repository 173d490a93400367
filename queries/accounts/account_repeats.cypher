// title: Repeated texts of an account
// question: Which texts does this account post again and again?
// misleads: A signature, a greeting or a share button's sentence repeats without any plan; a failed upload is tried twice.
// status: stable
// since: 0.1.0
// param account: account, key, the account
// param least: int = 2, posts, leave out texts posted fewer times
// returns text: text, the text
// returns posts: int, posts with exactly this text
// returns others: int, other accounts of its clusters that posted exactly this text
// returns first_at: time, the first of them
// returns last_at: time, the last of them

MATCH (a:Account {key: $account})-[:POSTED]->(p:Post)
WHERE p.text <> ''
WITH a, p.text AS text, count(p) AS posts, min(p.at) AS first_at, max(p.at) AS last_at
WHERE posts >= $least
RETURN text, posts,
       COUNT {
         MATCH (a)-[:MEMBER_OF]->(:Cluster)<-[:MEMBER_OF]-(b:Account)-[:POSTED]->(:Post {text: text})
         WHERE b <> a
         RETURN DISTINCT b
       } AS others, first_at, last_at
ORDER BY posts DESC, text
LIMIT $limit
