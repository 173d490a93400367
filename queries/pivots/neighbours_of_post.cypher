// title: Neighbours of a post
// question: Who wrote this post, what does it carry, which template does it follow, what does it answer or repost, and who answered or reposted it?
// misleads: Reposts and replies are those that were collected; a post with none may have thousands.
// status: stable
// since: 0.1.0
// param post: post, key, the post
// param relation: choice(any|author|contacts|templates|media|urls|hashtags|mentions|reposts|replies|quotes) = any, -, only neighbours of this kind
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns source: post, the post that was asked about
// returns source_label: text, its label
// returns source_title: text, what to call it
// returns relation: text, the relationship that leads to the neighbour
// returns target: text, the key of the neighbour
// returns target_label: text, what the neighbour is
// returns target_title: text, what to call it
// returns weight: int, always 1
// returns first_at: time, first of them, where there are times
// returns last_at: time, last of them, where there are times

MATCH (x:Post {key: $post})
CALL (x) {
  MATCH (n:Account)-[:POSTED]->(x)
  WHERE $relation IN ['any', 'author']
  RETURN 1 AS place, 'POSTED' AS relation, n, 1 AS weight, x.at AS first_at, x.at AS last_at
  UNION ALL
  MATCH (x)-[:GIVES]->(n:Contact)
  WHERE $relation IN ['any', 'contacts']
  RETURN 2 AS place, 'GIVES' AS relation, n, 1 AS weight, x.at AS first_at, x.at AS last_at
  UNION ALL
  MATCH (x)-[:SAYS]->(n:Template)
  WHERE $relation IN ['any', 'templates']
  RETURN 3 AS place, 'SAYS' AS relation, n, 1 AS weight, x.at AS first_at, x.at AS last_at
  UNION ALL
  MATCH (x)-[:SHOWS]->(n:Media)
  WHERE $relation IN ['any', 'media']
  RETURN 4 AS place, 'SHOWS' AS relation, n, 1 AS weight, x.at AS first_at, x.at AS last_at
  UNION ALL
  MATCH (x)-[:LINKS_TO]->(n:Url)
  WHERE $relation IN ['any', 'urls']
  RETURN 5 AS place, 'LINKS_TO' AS relation, n, 1 AS weight, x.at AS first_at, x.at AS last_at
  UNION ALL
  MATCH (x)-[:TAGGED]->(n:Hashtag)
  WHERE $relation IN ['any', 'hashtags']
  RETURN 6 AS place, 'TAGGED' AS relation, n, 1 AS weight, x.at AS first_at, x.at AS last_at
  UNION ALL
  MATCH (x)-[:MENTIONS]->(n:Account)
  WHERE $relation IN ['any', 'mentions']
  RETURN 7 AS place, 'MENTIONS' AS relation, n, 1 AS weight, x.at AS first_at, x.at AS last_at
  UNION ALL
  MATCH (x)-[:REPOSTS]-(n:Post)
  WHERE $relation IN ['any', 'reposts']
  RETURN 8 AS place, 'REPOSTS' AS relation, n, 1 AS weight, n.at AS first_at, n.at AS last_at
  UNION ALL
  MATCH (x)-[:REPLIES_TO]-(n:Post)
  WHERE $relation IN ['any', 'replies']
  RETURN 9 AS place, 'REPLIES_TO' AS relation, n, 1 AS weight, n.at AS first_at, n.at AS last_at
  UNION ALL
  MATCH (x)-[:QUOTES]-(n:Post)
  WHERE $relation IN ['any', 'quotes']
  RETURN 10 AS place, 'QUOTES' AS relation, n, 1 AS weight, n.at AS first_at, n.at AS last_at
}
WITH x, place, relation, n, weight, first_at, last_at
ORDER BY place, weight DESC, n.key
SKIP $skip LIMIT $limit
RETURN x.key AS source, 'Post' AS source_label, left(x.text, 60) AS source_title, relation,
       n.key AS target, head(labels(n)) AS target_label,
       CASE head(labels(n))
         WHEN 'Account' THEN coalesce(n.handle, n.name, n.key)
         WHEN 'Post' THEN left(n.text, 60)
         WHEN 'Template' THEN left(n.text, 60)
         ELSE n.key
       END AS target_title, weight, first_at, last_at
ORDER BY place, weight DESC, target
