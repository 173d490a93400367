// title: Links that leave a cluster
// question: Who outside the group acts with accounts inside it?
// misleads: A link that leaves a group is a lead at most: followers of the same source sit around every group.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param run: run = current, key, the detection run
// returns account: account, the account outside
// returns handle: text, its handle or name
// returns inside: int, accounts of the cluster it is linked to
// returns occasions: int, occasions over those links, the strongest behaviour of each
// returns best_q: float, q of the clearest of them
// returns clusters: list, clusters the account itself belongs to

MATCH (c:Cluster {key: $cluster})<-[:MEMBER_OF]-(a:Account)-[l:CO_ACTED {run: $run}]-(b:Account)
WHERE NOT EXISTS { (b)-[:MEMBER_OF]->(c) }
WITH b, a, max(l.occasions) AS strongest, min(l.q) AS q
WITH b, count(a) AS inside, sum(strongest) AS occasions, min(q) AS best_q
RETURN b.key AS account, coalesce(b.handle, b.name) AS handle, inside, occasions, best_q,
       COLLECT { MATCH (b)-[:MEMBER_OF]->(other:Cluster) RETURN other.key ORDER BY other.key } AS clusters
ORDER BY inside DESC, occasions DESC, account
LIMIT $limit
