// title: Whom an account addresses
// question: Whom does this account mention, answer, repost and quote most?
// misleads: A customer who complains keeps addressing one firm; addressing is not attacking. Read the posts.
// status: stable
// since: 0.1.0
// param account: account, key, the account
// returns relation: text, MENTIONS, REPLIES_TO, REPOSTS or QUOTES
// returns target: account, who is addressed
// returns handle: text, its handle or name
// returns posts: int, posts that do so
// returns first_at: time, the first of them
// returns last_at: time, the last of them

CALL () {
  MATCH (:Account {key: $account})-[:POSTED]->(p:Post)-[:MENTIONS]->(b:Account)
  RETURN 'MENTIONS' AS relation, b, p
  UNION
  MATCH (:Account {key: $account})-[:POSTED]->(p:Post)-[r:REPLIES_TO|REPOSTS|QUOTES]->(:Post)<-[:POSTED]-(b:Account)
  RETURN type(r) AS relation, b, p
}
WITH relation, b, count(p) AS posts, min(p.at) AS first_at, max(p.at) AS last_at
RETURN relation, b.key AS target, coalesce(b.handle, b.name) AS handle, posts, first_at, last_at
ORDER BY posts DESC, relation, target
LIMIT $limit
