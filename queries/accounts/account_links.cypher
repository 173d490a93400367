// title: Links of an account
// question: With whom did this account act together, by what, and how far beyond chance?
// misleads: An account that everybody answers is linked to many without acting with any; look at who comes first.
// status: stable
// since: 0.1.0
// param account: account, key, the account
// param run: run = current, key, the detection run
// param status: choice(any|validated|candidate) = any, -, only links of this status
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns other: account, the other account
// returns handle: text, its handle or name
// returns behaviour: text, what they did together; * for all behaviours combined
// returns window_seconds: float, how close in time
// returns occasions: int, independent occasions
// returns expected: float, occasions expected by chance
// returns q: float, expected share of false links among those at least as clear
// returns status: text, validated or candidate
// returns cluster: cluster, a cluster that both belong to, if any

MATCH (a:Account {key: $account})-[l:CO_ACTED {run: $run}]-(b:Account)
USING INDEX a:Account(key)
WHERE $status = 'any' OR l.status = $status
WITH a, l, b
ORDER BY l.q, l.occasions DESC, b.key, l.behaviour, l.window_seconds
SKIP $skip LIMIT $limit
RETURN b.key AS other, coalesce(b.handle, b.name) AS handle, l.behaviour AS behaviour, l.window_seconds AS window_seconds,
       l.occasions AS occasions, l.expected AS expected, l.q AS q, l.status AS status,
       head(COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster)<-[:MEMBER_OF]-(b) RETURN c.key ORDER BY c.key }) AS cluster
ORDER BY q, occasions DESC, other, behaviour, window_seconds
