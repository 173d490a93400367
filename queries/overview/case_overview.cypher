// title: What the case holds
// question: How many accounts, posts and shared objects are there, and how many were only mentioned?
// misleads: Counts say what was collected, not what was posted: a keyword search shows one side of an account, and
//   accounts or posts that are only referred to (not seen) have no profile, time or text here.
// status: stable
// since: 0.1.0
// returns what: text, the kind of thing counted
// returns count: int, how many there are
// returns not_seen: int, how many of them were only referred to and are not in any export
// scans: Account and Post: telling seen from not seen reads every one

CALL () {
  MATCH (a:Account)
  RETURN 1 AS place, 'accounts' AS what, count(a) AS count, count(CASE WHEN a.seen THEN null ELSE 1 END) AS not_seen
  UNION ALL
  MATCH (p:Post)
  RETURN 2 AS place, 'posts' AS what, count(p) AS count, count(CASE WHEN p.seen THEN null ELSE 1 END) AS not_seen
  UNION ALL
  MATCH (h:Hashtag)
  RETURN 3 AS place, 'hashtags' AS what, count(h) AS count, 0 AS not_seen
  UNION ALL
  MATCH (u:Url)
  RETURN 4 AS place, 'urls' AS what, count(u) AS count, 0 AS not_seen
  UNION ALL
  MATCH (d:Domain)
  RETURN 5 AS place, 'domains' AS what, count(d) AS count, 0 AS not_seen
  UNION ALL
  MATCH (m:Media)
  RETURN 6 AS place, 'media' AS what, count(m) AS count, 0 AS not_seen
  UNION ALL
  MATCH (c:Contact)
  RETURN 7 AS place, 'contacts' AS what, count(c) AS count, 0 AS not_seen
  UNION ALL
  MATCH (e:Event)
  RETURN 9 AS place, 'events' AS what, count(e) AS count, 0 AS not_seen
  UNION ALL
  MATCH ()-[l:CO_ACTED]->()
  RETURN 10 AS place, 'links' AS what, count(l) AS count, 0 AS not_seen
  UNION ALL
  MATCH (c:Cluster)
  RETURN 11 AS place, 'clusters' AS what, count(c) AS count, 0 AS not_seen
  UNION ALL
  MATCH (v:Verdict)
  RETURN 12 AS place, 'verdicts' AS what, count(v) AS count, 0 AS not_seen
}
RETURN what, count, not_seen
ORDER BY place
LIMIT $limit
