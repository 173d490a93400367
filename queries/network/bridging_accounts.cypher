// title: Accounts between clusters
// question: Which accounts are tied to more than one group?
// misleads: A popular account that several groups answer lies between them without belonging to any.
// status: stable
// since: 0.1.0
// param run: run = current, key, the detection run
// returns account: account, the account
// returns handle: text, its handle or name
// returns clusters: list, clusters it belongs to or is linked into
// returns member_of: list, clusters it belongs to
// returns links: int, accounts of those clusters it is linked to

MATCH (:Run {key: $run})<-[:FOUND_BY]-(c:Cluster)<-[:MEMBER_OF]-(b:Account)-[:CO_ACTED {run: $run}]-(a:Account)
WITH a, c, count(DISTINCT b) AS linked
ORDER BY c.key
WITH a, collect(c.key) AS tied, sum(linked) AS links, COLLECT { MATCH (a)-[:MEMBER_OF]->(own:Cluster) RETURN own.key ORDER BY own.key } AS member_of
WITH a, tied + [key IN member_of WHERE NOT key IN tied] AS clusters, member_of, links
WHERE size(clusters) > 1
RETURN a.key AS account, coalesce(a.handle, a.name) AS handle, clusters, member_of, links
ORDER BY size(clusters) DESC, links DESC, account
LIMIT $limit
