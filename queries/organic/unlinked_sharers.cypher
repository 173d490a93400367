// title: Sharers who act alone
// question: Who shares much of what the group shares without being linked to it?
// misleads: These are mostly the innocent crowd around a group: treat them as the comparison, not as suspects.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param run: run = current, key, the detection run
// param least: int = 2, things, leave out accounts that share fewer of the group's things
// returns account: account, the account
// returns handle: text, its handle or name
// returns shared: int, things of the group that it shares too
// returns posts: int, its posts that carry them
// returns followers: int, followers, where known

MATCH (c:Cluster {key: $cluster})<-[:MEMBER_OF]-(m:Account)-[:POSTED]->(:Post)-[:TAGGED|LINKS_TO|SHOWS|GIVES|REPOSTS|QUOTES]->(o)
WITH c, o, count(DISTINCT m) AS members
WHERE members >= 2
MATCH (o)<-[:TAGGED|LINKS_TO|SHOWS|GIVES|REPOSTS|QUOTES]-(p:Post)<-[:POSTED]-(a:Account)
WHERE NOT EXISTS { (a)-[:MEMBER_OF]->(c) }
WITH c, a, count(DISTINCT o) AS shared, count(DISTINCT p) AS posts
WHERE shared >= $least AND NOT EXISTS { (a)-[:CO_ACTED {run: $run}]-(:Account)-[:MEMBER_OF]->(c) }
RETURN a.key AS account, coalesce(a.handle, a.name) AS handle, shared, posts, a.followers AS followers
ORDER BY shared DESC, posts DESC, account
LIMIT $limit
