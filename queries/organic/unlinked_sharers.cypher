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

MATCH (c:Cluster {key: $cluster})<-[:MEMBER_OF]-(m:Account)
WITH c, collect(m) AS members
WITH members, COLLECT { MATCH (c)<-[:MEMBER_OF]-(:Account)-[:CO_ACTED {run: $run}]-(a:Account) RETURN DISTINCT a } AS linked
UNWIND members AS m
MATCH (m)-[:POSTED]->()-[:TAGGED|LINKS_TO|SHOWS|GIVES|REPOSTS|QUOTES]->(o)
WITH members, linked, o, count(DISTINCT m) AS sharing
WHERE sharing >= 2
MATCH (o)<-[:TAGGED|LINKS_TO|SHOWS|GIVES|REPOSTS|QUOTES]-(p)<-[:POSTED]-(a)
WHERE NOT a IN members AND NOT a IN linked
WITH a, count(DISTINCT o) AS shared, count(DISTINCT p) AS posts
WHERE shared >= $least
RETURN a.key AS account, coalesce(a.handle, a.name) AS handle, shared, posts, a.followers AS followers
ORDER BY shared DESC, posts DESC, account
LIMIT $limit
