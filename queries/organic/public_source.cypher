// title: One public source
// question: Does the group follow one account that posts first, so that it needs no plan to act together?
// misleads: Following an official account within minutes explains being synchronised. But a leader who posts first for a
//   hired group looks the same; look at who the leader is.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param least: int = 2, accounts, leave out things shared by fewer accounts of the cluster
// returns source: account, an account that was the first of all to post things which the group shares
// returns handle: text, its handle or name
// returns inside: bool, whether it belongs to the cluster
// returns verified: bool, whether the platform verified it
// returns followers: int, followers
// returns first: int, things it was first with
// returns share: float, share of the group's things that it was first with (0 to 1)

MATCH (c:Cluster {key: $cluster})<-[:MEMBER_OF]-(m:Account)-[:POSTED]->()-[r:TAGGED|LINKS_TO|SHOWS|GIVES|REPOSTS|QUOTES]->(o)
WITH c, o, count(DISTINCT m) AS members
WHERE members >= $least
CALL (o) {
  CALL (o) {
    MATCH (o)<-[:TAGGED|LINKS_TO|SHOWS|GIVES]-(p)
    RETURN p
    UNION ALL
    WITH o
    WHERE o:Post
    RETURN o AS p
  }
  WITH p
  WHERE p.at IS NOT NULL
  ORDER BY p.at, p.key
  LIMIT 1
  MATCH (p)<-[:POSTED]-(a:Account)
  RETURN a
}
WITH c, count(o) AS things, collect(a) AS sources
UNWIND sources AS source
WITH c, things, source, count(*) AS first
RETURN source.key AS source, coalesce(source.handle, source.name) AS handle, EXISTS { (source)-[:MEMBER_OF]->(c) } AS inside,
       source.verified AS verified, source.followers AS followers, first, toFloat(first) / things AS share
ORDER BY first DESC, source
LIMIT $limit
