// Nodes that nothing names any more.
MATCH (n:Hashtag|Url|Media|Contact|Domain|Account|Post)
WHERE coalesce(n.seen, false) = false
  AND NOT EXISTS { (n)<-[:TAGGED|LINKS_TO|SHOWS|GIVES|MENTIONS|REPLIES_TO|REPOSTS|QUOTES|ON]-() }
  AND NOT EXISTS { (n)-[:POSTED]->() }
WITH n LIMIT $batch
DETACH DELETE n
