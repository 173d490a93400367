// title: Shortest way between two accounts
// question: Over which links, posts and shared things are these two accounts tied?
// misleads: Almost any two accounts are tied within a few steps; a short way through a popular thing means nothing.
// status: stable
// since: 0.1.0
// param a: account, key, one account
// param b: account, key, the other account
// param through: choice(links|anything) = anything, -, only links of the run, or posts and shared things as well
// returns step: int, place on the way, from 0
// returns label: text, what stands there
// returns key: text, its key
// returns title: text, what to call it
// returns relation: text, the relationship that led there; empty at the start

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
UNWIND range(0, length(path)) AS step
WITH step, nodes(path)[step] AS n, CASE WHEN step > 0 THEN type(relationships(path)[step - 1]) ELSE '' END AS relation
RETURN step, head(labels(n)) AS label, n.key AS key,
       CASE head(labels(n))
         WHEN 'Account' THEN coalesce(n.handle, n.name, n.key)
         WHEN 'Post' THEN left(n.text, 60)
         ELSE n.key
       END AS title, relation
ORDER BY step
LIMIT $limit
