MATCH (a:Account {key: $a})
CALL (a) {
  MATCH (b:Account {key: $b})
  WHERE $through = 'links' AND a <> b
  MATCH path = shortestPath((a)-[:CO_ACTED*..8]-(b))
  RETURN path
  UNION
  MATCH (b:Account {key: $b})
  WHERE $through = 'anything' AND a <> b
  MATCH path = shortestPath((a)-[:CO_ACTED|MEMBER_OF|POSTED|TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES*..8]-(b))
  RETURN path
}
RETURN path
ORDER BY length(path)
LIMIT $limit
