// title: Neighbours of a link
// question: Who shares this link, in which posts, and which site is it on?
// misleads: A news article, a share button or a short link of a shop spreads without anybody's order.
// status: stable
// since: 0.1.0
// param url: url, key, the link
// param relation: choice(any|domains|accounts|posts) = any, -, only neighbours of this kind
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns source: url, the link that was asked about
// returns source_label: text, its label
// returns source_title: text, what to call it
// returns relation: text, the relationship that leads to the neighbour
// returns target: text, the key of the neighbour
// returns target_label: text, what the neighbour is
// returns target_title: text, what to call it
// returns weight: int, posts behind the tie
// returns first_at: time, first of them, where there are times
// returns last_at: time, last of them, where there are times

MATCH (x:Url {key: $url})
CALL (x) {
  MATCH (x)-[:ON]->(n:Domain)
  WHERE $relation IN ['any', 'domains']
  RETURN 1 AS place, 'ON' AS relation, n, 1 AS weight, null AS first_at, null AS last_at
  UNION ALL
  MATCH (x)<-[:LINKS_TO]-(p)<-[:POSTED]-(n)
  WHERE $relation IN ['any', 'accounts']
  RETURN 2 AS place, 'LINKS_TO' AS relation, n, count(*) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  WITH x
  WHERE $relation = 'posts'
     OR $relation = 'any'
    AND COUNT { MATCH (x)<-[:LINKS_TO]-()<-[:POSTED]-(a) WITH DISTINCT a LIMIT $skip + $limit RETURN a } < $skip + $limit
  MATCH (x)<-[:LINKS_TO]-(n)
  RETURN 3 AS place, 'LINKS_TO' AS relation, n, 1 AS weight, n.at AS first_at, n.at AS last_at
}
WITH x, place, relation, n, weight, first_at, last_at
ORDER BY place, weight DESC, n.key
SKIP $skip LIMIT $limit
RETURN x.key AS source, 'Url' AS source_label, x.key AS source_title, relation,
       n.key AS target, head(labels(n)) AS target_label,
       CASE head(labels(n))
         WHEN 'Account' THEN coalesce(n.handle, n.name, n.key)
         WHEN 'Post' THEN left(n.text, 60)
         ELSE n.key
       END AS target_title, weight, first_at, last_at
ORDER BY place, weight DESC, target
