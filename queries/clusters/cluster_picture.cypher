// title: Picture of a cluster
// question: What does the group look like, drawn as accounts and the links between them?
// misleads: A dense picture is not a finding: the layout draws together whatever is linked, and links cut off by the
//   limit are missing. The strongest links are drawn first.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param run: run = current, key, the detection run
// param status: choice(any|validated|candidate) = any, -, only links of this status
// returns source: account, one account (the lower key)
// returns source_label: text, always Account
// returns source_title: text, its handle, name or key
// returns source_core: bool, whether it is of exhibit grade
// returns relation: text, always CO_ACTED
// returns target: account, the other account
// returns target_label: text, always Account
// returns target_title: text, its handle, name or key
// returns target_core: bool, whether it is of exhibit grade
// returns weight: int, independent occasions of the strongest behaviour
// returns q: float, expected share of false links among those at least as clear, the best of the link
// returns behaviours: list, what they did together

MATCH (c:Cluster {key: $cluster})<-[m:MEMBER_OF]-(a:Account)-[l:CO_ACTED {run: $run}]->(b:Account)-[n:MEMBER_OF]->(c)
WHERE $status = 'any' OR l.status = $status
WITH a, m.core AS source_core, b, n.core AS target_core, max(l.occasions) AS weight, min(l.q) AS q, collect(l.behaviour) AS kinds
ORDER BY weight DESC, a.key, b.key
LIMIT $limit
RETURN a.key AS source, 'Account' AS source_label, coalesce(a.handle, a.name, a.key) AS source_title, source_core,
       'CO_ACTED' AS relation, b.key AS target, 'Account' AS target_label, coalesce(b.handle, b.name, b.key) AS target_title,
       target_core, weight, q, COLLECT { UNWIND kinds AS kind WITH DISTINCT kind WHERE kind <> '*' RETURN kind ORDER BY kind } AS behaviours
ORDER BY weight DESC, source, target
