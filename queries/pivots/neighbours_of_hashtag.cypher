// title: Neighbours of a hashtag
// question: Who uses this hashtag most, and in which posts?
// misleads: A tag that is offered by the platform or printed on a poster is used by strangers; heavy use by one
//   account is a habit, not a link.
// status: stable
// since: 0.1.0
// param hashtag: hashtag, key, the hashtag
// param relation: choice(any|accounts|posts) = any, -, only neighbours of this kind
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns source: hashtag, the hashtag that was asked about
// returns source_label: text, its label
// returns source_title: text, what to call it
// returns relation: text, the relationship that leads to the neighbour
// returns target: text, the key of the neighbour
// returns target_label: text, what the neighbour is
// returns target_title: text, what to call it
// returns weight: int, posts behind the tie
// returns first_at: time, first of them, where there are times
// returns last_at: time, last of them, where there are times

MATCH (x:Hashtag {key: $hashtag})
CALL (x) {
  MATCH (x)<-[:TAGGED]-(p)<-[:POSTED]-(n)
  WHERE $relation IN ['any', 'accounts']
  RETURN 1 AS place, 'TAGGED' AS relation, n, count(*) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  WITH x
  WHERE $relation = 'posts'
     OR $relation = 'any'
    AND COUNT { MATCH (x)<-[:TAGGED]-()<-[:POSTED]-(a) WITH DISTINCT a LIMIT $skip + $limit RETURN a } < $skip + $limit
  MATCH (x)<-[:TAGGED]-(n)
  RETURN 2 AS place, 'TAGGED' AS relation, n, 1 AS weight, n.at AS first_at, n.at AS last_at
}
WITH x, place, relation, n, weight, first_at, last_at
ORDER BY place, weight DESC, n.key
SKIP $skip LIMIT $limit
RETURN x.key AS source, 'Hashtag' AS source_label, x.key AS source_title, relation,
       n.key AS target, head(labels(n)) AS target_label,
       CASE head(labels(n))
         WHEN 'Account' THEN coalesce(n.handle, n.name, n.key)
         WHEN 'Post' THEN left(n.text, 60)
         ELSE n.key
       END AS target_title, weight, first_at, last_at
ORDER BY place, weight DESC, target
