// title: Activity around events
// question: Did the group post more around each event than at other times, and than everybody did?
// misleads: Everybody posts more around an event. The comparison with all other accounts is what counts, and keyword
//   collection favours days of events.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// returns event: event, the event
// returns title: text, what happened
// returns starts_at: time, the start of its window
// returns ends_at: time, the end of its window
// returns accounts: int, accounts of the cluster that posted in the window
// returns posts: int, their posts in the window
// returns rate: float, their posts per hour in the window divided by their posts per hour over all their time
// returns other_accounts: int, accounts outside the cluster that posted in the window
// returns other_posts: int, their posts in the window
// scans: Event and Post: each event is compared with all posts in its window, and the window is found by the index

MATCH (c:Cluster {key: $cluster})
CALL (c) {
  MATCH (c)<-[:MEMBER_OF]-(:Account)-[:POSTED]->(p:Post)
  WHERE p.at IS NOT NULL
  RETURN count(p) AS all_posts, (max(p.at.epochSeconds) - min(p.at.epochSeconds)) / 3600.0 AS all_hours
}
MATCH (e:Event)
CALL (c, e) {
  MATCH (p:Post)<-[:POSTED]-(a:Account)
  WHERE p.at >= e.starts_at AND p.at < e.ends_at
  WITH EXISTS { (a)-[:MEMBER_OF]->(c) } AS inside, a, p
  RETURN count(CASE WHEN inside THEN 1 END) AS posts, count(DISTINCT CASE WHEN inside THEN a END) AS accounts,
         count(CASE WHEN inside THEN null ELSE 1 END) AS other_posts, count(DISTINCT CASE WHEN inside THEN null ELSE a END) AS other_accounts
}
WITH e, accounts, posts, other_accounts, other_posts, all_posts, all_hours,
     (e.ends_at.epochSeconds - e.starts_at.epochSeconds) / 3600.0 AS hours
RETURN e.key AS event, e.title AS title, e.starts_at AS starts_at, e.ends_at AS ends_at, accounts, posts,
       CASE WHEN all_hours > 0 AND hours > 0 THEN (posts / hours) / (all_posts / all_hours) END AS rate, other_accounts, other_posts
ORDER BY starts_at, event
LIMIT $limit
