// title: Neighbours of a picture or film
// question: Who shows this picture or film, and in which posts?
// misleads: A press photo or a meme is shown by strangers; only copies made from one file are told apart here.
// status: stable
// since: 0.1.0
// param media: media, key, the picture or film
// param relation: choice(any|accounts|posts) = any, -, only neighbours of this kind
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns source: media, the picture or film that was asked about
// returns source_label: text, its label
// returns source_title: text, what to call it
// returns relation: text, the relationship that leads to the neighbour
// returns target: text, the key of the neighbour
// returns target_label: text, what the neighbour is
// returns target_title: text, what to call it
// returns weight: int, posts behind the tie
// returns first_at: time, first of them, where there are times
// returns last_at: time, last of them, where there are times

MATCH (x:Media {key: $media})
CALL (x) {
  MATCH (x)<-[:SHOWS]-(p)<-[:POSTED]-(n)
  WHERE $relation IN ['any', 'accounts']
  RETURN 1 AS place, 'SHOWS' AS relation, n, count(*) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  WITH x
  WHERE $relation = 'posts'
     OR $relation = 'any'
    AND COUNT { MATCH (x)<-[:SHOWS]-()<-[:POSTED]-(a) WITH DISTINCT a LIMIT $skip + $limit RETURN a } < $skip + $limit
  MATCH (x)<-[:SHOWS]-(n)
  RETURN 2 AS place, 'SHOWS' AS relation, n, 1 AS weight, n.at AS first_at, n.at AS last_at
}
WITH x, place, relation, n, weight, first_at, last_at
ORDER BY place, weight DESC, n.key
SKIP $skip LIMIT $limit
RETURN x.key AS source, 'Media' AS source_label, x.key AS source_title, relation,
       n.key AS target, head(labels(n)) AS target_label,
       CASE head(labels(n))
         WHEN 'Account' THEN coalesce(n.handle, n.name, n.key)
         WHEN 'Post' THEN left(n.text, 60)
         ELSE n.key
       END AS target_title, weight, first_at, last_at
ORDER BY place, weight DESC, target
