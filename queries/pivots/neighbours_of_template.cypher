// title: Neighbours of a template
// question: Which groups and accounts follow this template, and in which posts?
// misleads: Only posts of clusters are compared with a template: strangers who follow it too are not shown.
// status: stable
// since: 0.1.0
// param template: template, key, the template
// param run: run = current, key, the detection run whose clusters are shown
// param relation: choice(any|clusters|accounts|posts) = any, -, only neighbours of this kind
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns source: template, the template that was asked about
// returns source_label: text, its label
// returns source_title: text, what to call it
// returns relation: text, the relationship that leads to the neighbour
// returns target: text, the key of the neighbour
// returns target_label: text, what the neighbour is
// returns target_title: text, what to call it
// returns weight: int, posts behind the tie
// returns first_at: time, first of them, where there are times
// returns last_at: time, last of them, where there are times

MATCH (x:Template {key: $template})
CALL (x) {
  MATCH (x)<-[:SAYS]-(p)<-[:POSTED]-(:Account)-[:MEMBER_OF]->(n:Cluster {run: $run})
  WHERE $relation IN ['any', 'clusters']
  RETURN 1 AS place, 'MEMBER_OF' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)<-[:SAYS]-(p)<-[:POSTED]-(n:Account)
  WHERE $relation IN ['any', 'accounts']
  RETURN 2 AS place, 'SAYS' AS relation, n, count(*) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)<-[:SAYS]-(n:Post)
  WHERE $relation IN ['any', 'posts']
  RETURN 3 AS place, 'SAYS' AS relation, n, 1 AS weight, n.at AS first_at, n.at AS last_at
}
WITH x, place, relation, n, weight, first_at, last_at
ORDER BY place, weight DESC, n.key
SKIP $skip LIMIT $limit
RETURN x.key AS source, 'Template' AS source_label, left(x.text, 60) AS source_title, relation,
       n.key AS target, head(labels(n)) AS target_label,
       CASE head(labels(n))
         WHEN 'Account' THEN coalesce(n.handle, n.name, n.key)
         WHEN 'Post' THEN left(n.text, 60)
         ELSE n.key
       END AS target_title, weight, first_at, last_at
ORDER BY place, weight DESC, target
