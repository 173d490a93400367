// title: Core of a cluster
// question: Which accounts of this group are of exhibit grade, and what ties each of them to it?
// misleads: The core is measured on what was collected. An official account that everybody follows can sit in a core
//   because the others answer it; check the known accounts of the case.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param run: run = current, key, the detection run
// returns account: account, the account
// returns handle: text, the handle
// returns name: text, the shown name
// returns stability: float, share of repetitions of the grouping in which it belongs (0 to 1)
// returns links: int, core accounts it has a validated link with
// returns occasions: int, independent occasions over those links, the strongest behaviour of each link
// returns behaviours: list, behaviours of those links
// returns posts: int, its posts in the exports

MATCH (c:Cluster {key: $cluster})<-[m:MEMBER_OF {core: true}]-(a:Account)
CALL (c, a) {
  OPTIONAL MATCH (a)-[l:CO_ACTED {run: $run, status: 'validated'}]-(b:Account)-[:MEMBER_OF {core: true}]->(c)
  WITH b, max(l.occasions) AS strongest, collect(DISTINCT l.behaviour) AS kinds
  RETURN count(b) AS links, coalesce(sum(strongest), 0) AS occasions, collect(kinds) AS nested
}
CALL (nested) {
  UNWIND nested AS kinds
  UNWIND kinds AS kind
  WITH DISTINCT kind WHERE kind <> '*'
  ORDER BY kind
  RETURN collect(kind) AS behaviours
}
RETURN a.key AS account, a.handle AS handle, a.name AS name, m.stability AS stability, links, occasions, behaviours,
       COUNT { (a)-[:POSTED]->(:Post) } AS posts
ORDER BY links DESC, occasions DESC, account
LIMIT $limit
