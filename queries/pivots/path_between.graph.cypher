MATCH (n:Account)
WHERE n.key IN [$a, $b]
WITH n
ORDER BY n.key = $b
WITH collect(n) AS ends
WHERE size(ends) = 2
WITH ends[0] AS a, ends[1] AS b
CALL (a, b) {
  WITH a, b
  WHERE $through = 'links'
  MATCH path = shortestPath((a)-[:CO_ACTED*..8]-(b))
  RETURN path
  UNION
  WITH a, b
  WHERE $through = 'anything'
  MATCH path = shortestPath((a)-[:CO_ACTED|MEMBER_OF|POSTED|TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES*..8]-(b))
  RETURN path
}
RETURN path
ORDER BY length(path)
LIMIT $limit
