// title: What else its accounts do
// question: Do the accounts of the group also lead an ordinary life: own posts, other subjects, other hours?
// misleads: An ordinary life speaks for a person, but bought and borrowed accounts have one as well, up to the sale.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns account: account, the account
// returns handle: text, its handle or name
// returns core: bool, whether it is of exhibit grade
// returns posts: int, its posts in the exports
// returns alone: int, posts that share nothing with another account of the group
// returns alone_share: float, share of its posts that do so (0 to 1)
// returns days: int, days (UTC) on which it posted
// returns age_days: float, its age at its first collected post, where known
// returns followers: int, followers, where known

MATCH (c:Cluster {key: $cluster})
CALL (c) {
  MATCH (c)<-[:MEMBER_OF]-(a)-[:POSTED]->(p)
  RETURN a, count(p) AS posts, 0 AS shared, count(DISTINCT date(p.at)) AS days, min(p.at) AS first_at
  UNION ALL
  MATCH (c)<-[:MEMBER_OF]-(a)-[:POSTED]->(p)-[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]->(o)
  WITH type(r) AS relation, o, count(DISTINCT a) AS accounts, collect(DISTINCT p) AS posts
  WHERE accounts > 1
  UNWIND posts AS p
  WITH DISTINCT p
  MATCH (a)-[:POSTED]->(p)
  RETURN a, 0 AS posts, count(p) AS shared, 0 AS days, null AS first_at
}
WITH c, a, sum(posts) AS posts, sum(shared) AS shared, max(days) AS days, min(first_at) AS first_at
ORDER BY a.key
SKIP $skip LIMIT $limit
MATCH (c)<-[m:MEMBER_OF]-(a)
RETURN a.key AS account, coalesce(a.handle, a.name) AS handle, m.core AS core, posts, posts - shared AS alone,
       toFloat(posts - shared) / posts AS alone_share, days,
       (first_at.epochSeconds - a.created_at.epochSeconds) / 86400.0 AS age_days, a.followers AS followers
ORDER BY account
