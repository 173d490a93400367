// title: Neighbours of an account
// question: What is this account tied to: groups, linked accounts, tags, links, pictures, contacts, templates, other accounts, posts?
// misleads: Sharing a popular tag or link ties an account to thousands of strangers; only links and clusters were
//   tested against chance.
// status: stable
// since: 0.1.0
// param account: account, key, the account
// param run: run = current, key, the detection run whose links are shown
// param relation: choice(any|clusters|links|contacts|templates|media|urls|domains|hashtags|mentions|reposts|replies|quotes|posts) = any, -, only neighbours of this kind
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns source: account, the account that was asked about
// returns source_label: text, its label
// returns source_title: text, what to call it
// returns relation: text, the relationship that leads to the neighbour
// returns target: text, the key of the neighbour
// returns target_label: text, what the neighbour is
// returns target_title: text, what to call it
// returns weight: int, posts behind the tie (for a link: independent occasions; for a cluster: 1)
// returns first_at: time, first of them, where there are times
// returns last_at: time, last of them, where there are times

MATCH (x:Account {key: $account})
CALL (x) {
  MATCH (x)-[:MEMBER_OF]->(n:Cluster {run: $run})
  WHERE $relation IN ['any', 'clusters']
  RETURN 1 AS place, 'MEMBER_OF' AS relation, n, 1 AS weight, n.first_at AS first_at, n.last_at AS last_at
  UNION ALL
  MATCH (x)-[l:CO_ACTED {run: $run}]-(n:Account)
  WHERE $relation IN ['any', 'links']
  RETURN 2 AS place, 'CO_ACTED' AS relation, n, max(l.occasions) AS weight, min(l.first_at) AS first_at, max(l.last_at) AS last_at
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:GIVES]->(n:Contact)
  WHERE $relation IN ['any', 'contacts']
  RETURN 3 AS place, 'GIVES' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:SAYS]->(n:Template {run: $run})
  WHERE $relation IN ['any', 'templates']
  RETURN 4 AS place, 'SAYS' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:SHOWS]->(n:Media)
  WHERE $relation IN ['any', 'media']
  RETURN 5 AS place, 'SHOWS' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:LINKS_TO]->(n:Url)
  WHERE $relation IN ['any', 'urls']
  RETURN 6 AS place, 'LINKS_TO' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:LINKS_TO]->(:Url)-[:ON]->(n:Domain)
  WHERE $relation IN ['any', 'domains']
  RETURN 7 AS place, 'ON' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:TAGGED]->(n:Hashtag)
  WHERE $relation IN ['any', 'hashtags']
  RETURN 8 AS place, 'TAGGED' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:MENTIONS]->(n:Account)
  WHERE $relation IN ['any', 'mentions']
  RETURN 9 AS place, 'MENTIONS' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:REPOSTS]->(:Post)<-[:POSTED]-(n:Account)
  WHERE $relation IN ['any', 'reposts']
  RETURN 10 AS place, 'REPOSTS' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:REPLIES_TO]->(:Post)<-[:POSTED]-(n:Account)
  WHERE $relation IN ['any', 'replies']
  RETURN 11 AS place, 'REPLIES_TO' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:QUOTES]->(:Post)<-[:POSTED]-(n:Account)
  WHERE $relation IN ['any', 'quotes']
  RETURN 12 AS place, 'QUOTES' AS relation, n, count(DISTINCT p) AS weight, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (x)-[:POSTED]->(n:Post)
  WHERE $relation IN ['any', 'posts']
  RETURN 13 AS place, 'POSTED' AS relation, n, 1 AS weight, n.at AS first_at, n.at AS last_at
}
WITH x, place, relation, n, weight, first_at, last_at
ORDER BY place, weight DESC, n.key
SKIP $skip LIMIT $limit
RETURN x.key AS source, 'Account' AS source_label, coalesce(x.handle, x.name, x.key) AS source_title, relation,
       n.key AS target, head(labels(n)) AS target_label,
       CASE head(labels(n))
         WHEN 'Account' THEN coalesce(n.handle, n.name, n.key)
         WHEN 'Post' THEN left(n.text, 60)
         WHEN 'Template' THEN left(n.text, 60)
         ELSE n.key
       END AS target_title, weight, first_at, last_at
ORDER BY place, weight DESC, target
