// title: Neighbours of a domain
// question: Which links of this site are shared most, and who shares the site?
// misleads: A big site is shared by everybody; look at rare ones, and at who owns them.
// status: stable
// since: 0.1.0
// param domain: domain, key, the domain
// param relation: choice(any|urls|accounts) = any, -, only neighbours of this kind
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns source: domain, the domain that was asked about
// returns source_label: text, its label
// returns source_title: text, what to call it
// returns relation: text, the relationship that leads to the neighbour
// returns target: text, the key of the neighbour
// returns target_label: text, what the neighbour is
// returns target_title: text, what to call it
// returns weight: int, posts behind the tie
// returns first_at: time, first of them, where there are times
// returns last_at: time, last of them, where there are times

MATCH (x:Domain {key: $domain})
CALL (x) {
  MATCH (x)<-[:ON]-(n)<-[:LINKS_TO]-(p)
  WHERE $relation IN ['any', 'urls']
  RETURN 1 AS place, 'ON' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)<-[:ON]-()<-[:LINKS_TO]-(p)<-[:POSTED]-(n)
  WHERE $relation IN ['any', 'accounts']
  RETURN 2 AS place, 'LINKS_TO' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
}
WITH x, place, relation, n, weight, first_at, last_at
ORDER BY place, weight DESC, n.key
SKIP $skip LIMIT $limit
RETURN x.key AS source, 'Domain' AS source_label, x.key AS source_title, relation,
       n.key AS target, head(labels(n)) AS target_label,
       CASE head(labels(n))
         WHEN 'Account' THEN coalesce(n.handle, n.name, n.key)
         WHEN 'Post' THEN left(n.text, 60)
         ELSE n.key
       END AS target_title, weight, first_at, last_at
ORDER BY place, weight DESC, target
