// title: Ranked clusters
// question: Which groups act together most clearly beyond chance?
// misleads: A fan club that answers one official account, a newsroom under one roof or a share button also acts
//   together. Read the finding and the innocent explanations before the rank; a small p says "not chance", never "one hand".
// status: stable
// since: 0.1.0
// param run: run = current, key, the detection run
// param finding: choice(any|synchronised|explained|candidate) = any, -, only clusters with this finding
// returns cluster: cluster, the cluster
// returns lineage: text, the name that stays when a later run finds mostly the same members
// returns finding: text, synchronised, explained (with a strong innocent explanation) or candidate
// returns size: int, accounts, core and members
// returns core_size: int, accounts of exhibit grade
// returns behaviours: list, what they did together
// returns windows: list, windows in seconds in which it was found
// returns observed: float, co-actions counted within the windows
// returns expected: float, co-actions that comparable accounts would show
// returns p: float, probability of as much by chance, corrected for the number of tests
// returns days: int, days with co-actions
// returns first_at: time, first co-action
// returns last_at: time, last co-action
// returns stability: float, share of repetitions of the grouping that agree (0 to 1)
// returns verdict: text, latest judgement of a person on the cluster, if any

MATCH (:Run {key: $run})<-[:FOUND_BY]-(c:Cluster)
WHERE $finding = 'any' OR c.finding = $finding
OPTIONAL MATCH (v:Verdict)-[:ABOUT]->(c)
WITH c, v ORDER BY v.at DESC, v.key
WITH c, head(collect(v.judgement)) AS verdict
RETURN c.key AS cluster, c.lineage AS lineage, c.finding AS finding, c.size AS size, c.core_size AS core_size,
       c.behaviours AS behaviours, c.windows AS windows, c.observed AS observed, c.expected AS expected, c.p AS p,
       c.days AS days, c.first_at AS first_at, c.last_at AS last_at, c.stability AS stability, verdict
ORDER BY CASE c.finding WHEN 'synchronised' THEN 0 WHEN 'explained' THEN 1 ELSE 2 END, p, core_size DESC, size DESC, cluster
LIMIT $limit
