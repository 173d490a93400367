MATCH (x:Post {key: $post})
CALL (x) {
  MATCH (n:Account)-[:POSTED]->(x)
  WHERE $relation IN ['any', 'author']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:GIVES]->(n:Contact)
  WHERE $relation IN ['any', 'contacts']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:SAYS]->(n:Template)
  WHERE $relation IN ['any', 'templates']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:SHOWS]->(n:Media)
  WHERE $relation IN ['any', 'media']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:LINKS_TO]->(n:Url)
  WHERE $relation IN ['any', 'urls']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:TAGGED]->(n:Hashtag)
  WHERE $relation IN ['any', 'hashtags']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:MENTIONS]->(n:Account)
  WHERE $relation IN ['any', 'mentions']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:REPOSTS]-(n:Post)
  WHERE $relation IN ['any', 'reposts']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:REPLIES_TO]-(n:Post)
  WHERE $relation IN ['any', 'replies']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:QUOTES]-(n:Post)
  WHERE $relation IN ['any', 'quotes']
  RETURN count(DISTINCT n) AS found
}
RETURN sum(found) AS total
