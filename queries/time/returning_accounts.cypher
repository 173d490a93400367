// title: Accounts that come back
// question: Which accounts post around several events and little in between?
// misleads: Fans, reporters and regular readers return at every event too; compare with equally active accounts.
// status: stable
// since: 0.1.0
// param least: int = 2, events, leave out accounts active around fewer events
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns account: account, the account
// returns handle: text, its handle or name
// returns events: int, events around which it posted
// returns event_posts: int, posts in the windows of events
// returns posts: int, all its posts in the exports
// returns share: float, share of its posts that fall in such windows (0 to 1)
// returns clusters: list, clusters it belongs to
// scans: Event: every event is looked at; their posts are found by the index of times

MATCH (e:Event)
CALL (e) {
  MATCH (p:Post)<-[:POSTED]-(a:Account)
  WHERE p.at >= e.starts_at AND p.at < e.ends_at
  RETURN a, p
}
WITH a, count(DISTINCT e) AS events, count(DISTINCT p) AS event_posts
WHERE events >= $least
WITH a, events, event_posts, COUNT { (a)-[:POSTED]->() } AS posts
ORDER BY events DESC, toFloat(event_posts) / posts DESC, event_posts DESC, a.key
SKIP $skip LIMIT $limit
RETURN a.key AS account, coalesce(a.handle, a.name) AS handle, events, event_posts, posts, toFloat(event_posts) / posts AS share,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster) RETURN c.key ORDER BY c.key } AS clusters
ORDER BY events DESC, share DESC, event_posts DESC, account
