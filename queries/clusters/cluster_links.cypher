// title: Links inside a cluster
// question: Who in this group acted together with whom, by what, how often and how far beyond chance?
// misleads: Behaviours nest (a link lies in a domain, a text in a template): two of them that agree are not two proofs.
//   Candidate links are leads, not findings.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param run: run = current, key, the detection run
// param status: choice(any|validated|candidate) = any, -, only links of this status
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns a: account, one account (the lower key)
// returns b: account, the other account
// returns behaviour: text, what they did together; * for all behaviours combined
// returns window_seconds: float, how close in time
// returns occasions: int, independent occasions: they share no post and lie apart in time
// returns objects: int, different things shared
// returns pairs: int, pairs of posts
// returns expected: float, occasions expected by chance
// returns p: float, probability of as much by chance
// returns q: float, expected share of false links among those at least as clear
// returns status: text, validated or candidate
// returns first_at: time, first co-action
// returns last_at: time, last co-action

MATCH (c:Cluster {key: $cluster})<-[:MEMBER_OF]-(a:Account)-[l:CO_ACTED {run: $run}]->(b:Account)-[:MEMBER_OF]->(c)
WHERE $status = 'any' OR l.status = $status
RETURN a.key AS a, b.key AS b, l.behaviour AS behaviour, l.window_seconds AS window_seconds, l.occasions AS occasions,
       l.objects AS objects, l.pairs AS pairs, l.expected AS expected, l.p AS p, l.q AS q, l.status AS status,
       l.first_at AS first_at, l.last_at AS last_at
ORDER BY q, occasions DESC, a, b, behaviour, window_seconds
SKIP $skip LIMIT $limit
