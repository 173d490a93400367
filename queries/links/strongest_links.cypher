// title: Strongest links
// question: Which pairs of accounts act together most clearly beyond chance?
// misleads: The strongest pair is often one person with two accounts, or a firm and its owner, openly. Strength says how
//   regular, not how improper.
// status: stable
// since: 0.1.0
// param run: run = current, key, the detection run
// param behaviour: behaviour = none, -, only links by this behaviour; none: all behaviours combined
// param status: choice(any|validated|candidate) = validated, -, only links of this status
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns a: account, one account (the lower key)
// returns handle_a: text, its handle or name
// returns b: account, the other account
// returns handle_b: text, its handle or name
// returns behaviour: text, what they did together; * for all behaviours combined
// returns window_seconds: float, how close in time
// returns occasions: int, independent occasions
// returns expected: float, occasions expected by chance
// returns q: float, expected share of false links among those at least as clear
// returns status: text, validated or candidate
// returns cluster: cluster, a cluster that both belong to, if any
// scans: CO_ACTED: all links of the run are compared

MATCH (a)-[l:CO_ACTED {run: $run}]->(b)
WHERE l.behaviour = coalesce($behaviour, '*') AND ($status = 'any' OR l.status = $status)
WITH a, l, b
ORDER BY l.q, l.occasions DESC, a.key, b.key, l.window_seconds
SKIP $skip LIMIT $limit
RETURN a.key AS a, coalesce(a.handle, a.name) AS handle_a, b.key AS b, coalesce(b.handle, b.name) AS handle_b,
       l.behaviour AS behaviour, l.window_seconds AS window_seconds, l.occasions AS occasions, l.expected AS expected,
       l.q AS q, l.status AS status,
       head(COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster)<-[:MEMBER_OF]-(b) RETURN c.key ORDER BY c.key }) AS cluster
ORDER BY q, occasions DESC, a, b, window_seconds
