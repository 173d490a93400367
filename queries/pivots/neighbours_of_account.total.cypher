MATCH (x:Account {key: $account})
CALL (x) {
  MATCH (x)-[:MEMBER_OF]->(n:Cluster {run: $run})
  WHERE $relation IN ['any', 'clusters']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[l:CO_ACTED {run: $run}]-(n:Account)
  WHERE $relation IN ['any', 'links']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:GIVES]->(n:Contact)
  WHERE $relation IN ['any', 'contacts']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:SAYS]->(n:Template {run: $run})
  WHERE $relation IN ['any', 'templates']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:SHOWS]->(n:Media)
  WHERE $relation IN ['any', 'media']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:LINKS_TO]->(n:Url)
  WHERE $relation IN ['any', 'urls']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:LINKS_TO]->(:Url)-[:ON]->(n:Domain)
  WHERE $relation IN ['any', 'domains']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:TAGGED]->(n:Hashtag)
  WHERE $relation IN ['any', 'hashtags']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:MENTIONS]->(n:Account)
  WHERE $relation IN ['any', 'mentions']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:REPOSTS]->(:Post)<-[:POSTED]-(n:Account)
  WHERE $relation IN ['any', 'reposts']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:REPLIES_TO]->(:Post)<-[:POSTED]-(n:Account)
  WHERE $relation IN ['any', 'replies']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:POSTED]->(p:Post)-[:QUOTES]->(:Post)<-[:POSTED]-(n:Account)
  WHERE $relation IN ['any', 'quotes']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)-[:POSTED]->(n:Post)
  WHERE $relation IN ['any', 'posts']
  RETURN count(DISTINCT n) AS found
}
RETURN sum(found) AS total
