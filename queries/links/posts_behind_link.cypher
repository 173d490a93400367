// title: Posts behind a link
// question: Which posts of these two accounts share something within the window, and who came first?
// misleads: Two people who answer the same announcement minutes apart look like this too. Look at how many posts of the
//   case carry the same thing. Texts are compared as written here; the run compares them cleaned, so it may see more.
// status: stable
// since: 0.1.0
// param a: account, key, one account
// param b: account, key, the other account
// param behaviour: choice(any|hashtag|hashtags|url|domain|mention|reply|repost|quote|media|contact|text) = any, -, only this way of sharing
// param window_seconds: float = 86400, seconds, largest gap between the two posts
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns behaviour: text, how it was shared
// returns object: text, what was shared: the key of the tag, link, target …, or the text
// returns gap_seconds: float, time between the two posts
// returns first: account, who came first; empty when at the same stamp
// returns post_a: post, the post of the first account given
// returns at_a: time, its time
// returns precision_a: text, how exactly its time is known
// returns text_a: text, its text
// returns source_a: text, its file and line or record
// returns post_b: post, the post of the second account given
// returns at_b: time, its time
// returns precision_b: text, how exactly its time is known
// returns text_b: text, its text
// returns source_b: text, its file and line or record

CALL () {
  MATCH (:Account {key: $a})-[:POSTED]->(p:Post)-[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]->(o)
        <-[s:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]-(q:Post)<-[:POSTED]-(:Account {key: $b})
  USING JOIN ON o
  WHERE type(r) = type(s)
  RETURN CASE type(r)
           WHEN 'TAGGED' THEN 'hashtag' WHEN 'LINKS_TO' THEN 'url' WHEN 'MENTIONS' THEN 'mention' WHEN 'SHOWS' THEN 'media'
           WHEN 'GIVES' THEN 'contact' WHEN 'REPLIES_TO' THEN 'reply' WHEN 'REPOSTS' THEN 'repost'
           ELSE 'quote'
         END AS behaviour, o.key AS object, p, q
  UNION
  MATCH (:Account {key: $a})-[:POSTED]->(p:Post)-[:LINKS_TO]->(:Url)-[:ON]->(d:Domain)
        <-[:ON]-(:Url)<-[:LINKS_TO]-(q:Post)<-[:POSTED]-(:Account {key: $b})
  USING JOIN ON d
  RETURN 'domain' AS behaviour, d.key AS object, p, q
  UNION
  MATCH (:Account {key: $a})-[:POSTED]->(p:Post)
  WITH collect(p) AS own
  MATCH (:Account {key: $b})-[:POSTED]->(q:Post)
  UNWIND own AS p
  WITH p, q,
       COLLECT { MATCH (p)-[:TAGGED]->(h:Hashtag) RETURN h.key ORDER BY h.key } AS tags,
       COLLECT { MATCH (q)-[:TAGGED]->(h:Hashtag) RETURN h.key ORDER BY h.key } AS others
  WHERE $behaviour IN ['any', 'hashtags'] AND size(tags) > 1 AND tags = others
  RETURN 'hashtags' AS behaviour, reduce(joined = '', tag IN tags | joined + '#' + tag + ' ') AS object, p, q
  UNION
  MATCH (:Account {key: $a})-[:POSTED]->(p:Post)
  WITH collect(p) AS own
  MATCH (:Account {key: $b})-[:POSTED]->(q:Post)
  UNWIND own AS p
  WITH p, q
  WHERE $behaviour IN ['any', 'text'] AND p.text = q.text AND p.text <> ''
  RETURN 'text' AS behaviour, p.text AS object, p, q
}
WITH behaviour, trim(object) AS object, p, q, abs(p.at.epochMillis - q.at.epochMillis) / 1000.0 AS gap_seconds
WHERE ($behaviour = 'any' OR behaviour = $behaviour) AND gap_seconds <= $window_seconds
RETURN behaviour, object, gap_seconds,
       CASE WHEN p.at < q.at THEN $a WHEN q.at < p.at THEN $b ELSE null END AS first,
       p.key AS post_a, p.at AS at_a, p.precision AS precision_a, p.text AS text_a, p.file + ':' + toString(p.place) AS source_a,
       q.key AS post_b, q.at AS at_b, q.precision AS precision_b, q.text AS text_b, q.file + ':' + toString(q.place) AS source_b
ORDER BY gap_seconds, behaviour, object, post_a, post_b
SKIP $skip LIMIT $limit
