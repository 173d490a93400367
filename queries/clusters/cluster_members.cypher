// title: Members of a cluster
// question: Which accounts belong to this group, and how firmly?
// misleads: A member that is not core shares the group's company, not its timing: it may be an innocent reader of the
//   same sources. Only the core belongs in an exhibit.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param run: run = current, key, the detection run whose links are counted
// param grade: choice(any|core|member) = any, -, only the core, or only members outside it
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns account: account, the account
// returns platform: text, the platform
// returns handle: text, the handle
// returns name: text, the shown name
// returns core: bool, whether the account is of exhibit grade
// returns stability: float, share of repetitions of the grouping in which it belongs (0 to 1)
// returns links: int, accounts of the cluster it is linked to
// returns created_at: time, when the account was made, where the export says so
// returns followers: int, followers, where the export says so
// returns verdict: text, latest judgement of a person on the account, if any

MATCH (c:Cluster {key: $cluster})<-[m:MEMBER_OF]-(a:Account)
WHERE $grade = 'any' OR m.core = ($grade = 'core')
WITH c, m, a
ORDER BY m.core DESC, m.stability DESC, a.key
SKIP $skip LIMIT $limit
RETURN a.key AS account, a.platform AS platform, a.handle AS handle, a.name AS name, m.core AS core, m.stability AS stability,
       COUNT { MATCH (a)-[l:CO_ACTED {run: $run}]-(b:Account)-[:MEMBER_OF]->(c) RETURN DISTINCT b } AS links,
       a.created_at AS created_at, a.followers AS followers,
       head(COLLECT { MATCH (v:Verdict)-[:ABOUT]->(a) RETURN v.judgement ORDER BY v.at DESC, v.key }) AS verdict
ORDER BY core DESC, stability DESC, account
