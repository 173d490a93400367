// title: The current run
// question: What did the run whose results are shown find, and with which settings?
// misleads: "Nothing found" is not "nothing there": free paraphrase and slow, careful groups leave no trace that is
//   measured here. "Found" says synchronised, not by whom or why.
// status: stable
// since: 0.1.0
// param run: run = current, key, the detection run
// returns run: run, the run
// returns finding: text, found, nothing_found or not_enough_data
// returns started_at: time, when it was started
// returns parameters: text, its settings as JSON
// returns synchronised: int, clusters beyond chance without a strong innocent explanation
// returns explained: int, clusters beyond chance with one
// returns candidate: int, clusters that only come near
// returns accounts: int, accounts in clusters
// returns validated: int, links that are validated, all behaviours
// returns candidates: int, links that are candidates
// scans: CO_ACTED: the links of the run are counted

MATCH (r:Run {key: $run})
RETURN r.key AS run, r.finding AS finding, r.started_at AS started_at, r.parameters AS parameters,
       COUNT { (r)<-[:FOUND_BY]-(:Cluster {finding: 'synchronised'}) } AS synchronised,
       COUNT { (r)<-[:FOUND_BY]-(:Cluster {finding: 'explained'}) } AS explained,
       COUNT { (r)<-[:FOUND_BY]-(:Cluster {finding: 'candidate'}) } AS candidate,
       COUNT { MATCH (r)<-[:FOUND_BY]-(:Cluster)<-[:MEMBER_OF]-(a:Account) RETURN DISTINCT a } AS accounts,
       COUNT { MATCH ()-[l:CO_ACTED {run: $run}]->() WHERE l.status = 'validated' AND l.behaviour <> '*' } AS validated,
       COUNT { MATCH ()-[l:CO_ACTED {run: $run}]->() WHERE l.status = 'candidate' AND l.behaviour <> '*' } AS candidates
ORDER BY run
LIMIT $limit
