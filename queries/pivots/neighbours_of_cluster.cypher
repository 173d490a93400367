// title: Neighbours of a cluster
// question: Which accounts form this group, which other accounts are linked to it, which templates does it follow, and whom does it mention?
// misleads: An account that is linked to a group without being in it may be its target, its source or its audience.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param run: run = current, key, the detection run whose links are shown
// param relation: choice(any|members|links|templates|mentions) = any, -, only neighbours of this kind
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns source: cluster, the cluster that was asked about
// returns source_label: text, its label
// returns source_title: text, what to call it
// returns relation: text, the relationship that leads to the neighbour
// returns target: text, the key of the neighbour
// returns target_label: text, what the neighbour is
// returns target_title: text, what to call it
// returns weight: int, posts behind the tie (for members: 2 when of exhibit grade, else 1; for links: accounts of the group)
// returns first_at: time, first of them, where there are times
// returns last_at: time, last of them, where there are times

MATCH (x:Cluster {key: $cluster})
CALL (x) {
  MATCH (x)<-[m:MEMBER_OF]-(n:Account)
  WHERE $relation IN ['any', 'members']
  RETURN 1 AS place, 'MEMBER_OF' AS relation, n, max(CASE WHEN m.core THEN 2 ELSE 1 END) AS weight, null AS first_at, null AS last_at
  UNION ALL
  MATCH (x)<-[:MEMBER_OF]-(m:Account)-[l:CO_ACTED {run: $run}]-(n:Account)
  WHERE $relation IN ['any', 'links'] AND NOT EXISTS { (n)-[:MEMBER_OF]->(x) }
  RETURN 2 AS place, 'CO_ACTED' AS relation, n, count(DISTINCT m) AS weight, min(l.first_at) AS first_at, max(l.last_at) AS last_at
  UNION ALL
  MATCH (x)<-[:MEMBER_OF]-(:Account)-[:POSTED]->(p:Post)-[:SAYS]->(n:Template {run: $run})
  WHERE $relation IN ['any', 'templates']
  RETURN 3 AS place, 'SAYS' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)<-[:MEMBER_OF]-(:Account)-[:POSTED]->(p:Post)-[:MENTIONS]->(n:Account)
  WHERE $relation IN ['any', 'mentions']
  RETURN 4 AS place, 'MENTIONS' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
}
WITH x, place, relation, n, weight, first_at, last_at
ORDER BY place, weight DESC, n.key
SKIP $skip LIMIT $limit
RETURN x.key AS source, 'Cluster' AS source_label, x.key AS source_title, relation,
       n.key AS target, head(labels(n)) AS target_label,
       CASE head(labels(n))
         WHEN 'Account' THEN coalesce(n.handle, n.name, n.key)
         WHEN 'Post' THEN left(n.text, 60)
         WHEN 'Template' THEN left(n.text, 60)
         ELSE n.key
       END AS target_title, weight, first_at, last_at
ORDER BY place, weight DESC, target
