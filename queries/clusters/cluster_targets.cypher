// title: Whom a cluster addresses
// question: Whom do the accounts of the group mention, answer, repost and quote, and how many of them do?
// misleads: A firm under complaint is addressed by every unhappy customer; compare with how many others address it.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// returns relation: text, MENTIONS, REPLIES_TO, REPOSTS or QUOTES
// returns target: account, who is addressed
// returns handle: text, its handle or name
// returns accounts: int, accounts of the cluster that do so
// returns posts: int, their posts that do so
// returns inside: bool, whether the target belongs to the cluster itself
// returns first_at: time, the first of them
// returns last_at: time, the last of them

MATCH (c:Cluster {key: $cluster})
CALL (c) {
  MATCH (c)<-[:MEMBER_OF]-(a:Account)-[:POSTED]->(p:Post)-[:MENTIONS]->(b:Account)
  RETURN 'MENTIONS' AS relation, a, b, p
  UNION
  MATCH (c)<-[:MEMBER_OF]-(a:Account)-[:POSTED]->(p:Post)-[r:REPLIES_TO|REPOSTS|QUOTES]->(:Post)<-[:POSTED]-(b:Account)
  RETURN type(r) AS relation, a, b, p
}
WITH c, relation, b, count(DISTINCT a) AS accounts, count(DISTINCT p) AS posts, min(p.at) AS first_at, max(p.at) AS last_at
RETURN relation, b.key AS target, coalesce(b.handle, b.name) AS handle, accounts, posts, EXISTS { (b)-[:MEMBER_OF]->(c) } AS inside,
       first_at, last_at
ORDER BY accounts DESC, posts DESC, relation, target
LIMIT $limit
