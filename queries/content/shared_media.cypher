// title: Shared pictures and films
// question: Which pictures or films do several accounts show?
// misleads: Press photos, memes and the platform's own stickers are shown by strangers.
// status: stable
// since: 0.1.0
// param least: int = 2, accounts, leave out what fewer accounts share
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns media: media, the picture or film
// returns accounts: int, accounts that share it
// returns in_clusters: int, how many of them belong to a cluster
// returns posts: int, posts with it
// returns platforms: list, platforms it is seen on
// returns first_at: time, the first of them
// returns last_at: time, the last of them
// scans: Media: all are compared

MATCH (o:Media)
WITH o, COUNT { (o)<-[:SHOWS]-() } AS posts
WHERE posts >= $least
WITH o, posts, COUNT { MATCH (o)<-[:SHOWS]-(:Post)<-[:POSTED]-(a:Account) RETURN DISTINCT a } AS accounts
WHERE accounts >= $least
ORDER BY accounts DESC, posts DESC, o.key
SKIP $skip LIMIT $limit
CALL (o) {
  MATCH (o)<-[:SHOWS]-(p:Post)<-[:POSTED]-(a:Account)
  WITH a, min(p.at) AS first, max(p.at) AS last
  ORDER BY a.platform
  RETURN count(CASE WHEN EXISTS { (a)-[:MEMBER_OF]->(:Cluster) } THEN 1 END) AS in_clusters,
         collect(DISTINCT a.platform) AS platforms, min(first) AS first_at, max(last) AS last_at
}
RETURN o.key AS media, accounts, in_clusters, posts, platforms, first_at, last_at
ORDER BY accounts DESC, posts DESC, media
