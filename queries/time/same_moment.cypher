// title: Moments at which a cluster posts together
// question: In which short spans did several accounts of the group post, and on how many days?
// misleads: Accounts of one time zone meet at lunch and in the evening; spans at which strangers post too are no evidence.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param span_seconds: int = 60, seconds, the width of one span
// param least: int = 3, accounts, leave out spans with fewer accounts
// returns start: time, the start of the span
// returns accounts: int, accounts of the cluster that posted in it
// returns posts: int, their posts in it
// returns who: list, those accounts
// returns other_accounts: int, accounts outside the cluster that posted in it

MATCH (c:Cluster {key: $cluster})<-[:MEMBER_OF]-(a:Account)-[:POSTED]->(p:Post)
WHERE p.precision IN ['second', 'minute']
WITH c, a, p
ORDER BY a.key
WITH c, p.at.epochSeconds / $span_seconds AS span, collect(DISTINCT a.key) AS who, count(p) AS posts
WHERE size(who) >= $least
WITH c, datetime({epochSeconds: span * $span_seconds}) AS start, datetime({epochSeconds: (span + 1) * $span_seconds}) AS end, who, posts
RETURN start, size(who) AS accounts, posts, who,
       COUNT { MATCH (q:Post)<-[:POSTED]-(b:Account) WHERE q.at >= start AND q.at < end AND NOT EXISTS { (b)-[:MEMBER_OF]->(c) } RETURN DISTINCT b } AS other_accounts
ORDER BY accounts DESC, start
LIMIT $limit
