// title: Made before an event
// question: Which accounts were made in the days before this event and posted while it lasted?
// misleads: A launch or a scandal brings real newcomers, and platforms advertise before launches. Compare with how many
//   accounts are made in other weeks, and look at what they did afterwards.
// status: stable
// since: 0.1.0
// param event: event, key, the event: its number on the desk
// param days: int = 14, days, how long before the event
// returns account: account, the account
// returns handle: text, its handle or name
// returns created_at: time, when it was made
// returns days_before: float, days from then to the event
// returns event_posts: int, its posts while the event lasted
// returns posts: int, its posts in all
// returns clusters: list, clusters it belongs to

MATCH (e:Event {key: $event})
MATCH (p:Post)<-[:POSTED]-(a:Account)
WHERE p.at >= e.starts_at AND p.at < e.ends_at
  AND a.created_at >= e.starts_at - duration({days: $days}) AND a.created_at < e.starts_at
WITH e, a, count(p) AS event_posts
RETURN a.key AS account, coalesce(a.handle, a.name) AS handle, a.created_at AS created_at,
       (e.starts_at.epochSeconds - a.created_at.epochSeconds) / 86400.0 AS days_before, event_posts,
       COUNT { (a)-[:POSTED]->() } AS posts,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster) RETURN c.key ORDER BY c.key } AS clusters
ORDER BY days_before, event_posts DESC, account
LIMIT $limit
