// title: Whose posts are passed on
// question: Which accounts' posts are reposted and quoted most, and by how many of the group?
// misleads: Celebrities, media and the firm itself are passed on by everybody. An origin is a source, not an organiser.
// status: stable
// since: 0.1.0
// param cluster: cluster = none, key, only what accounts of this cluster pass on
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns origin: account, whose posts are passed on
// returns handle: text, its handle or name
// returns reposters: int, accounts that pass them on
// returns reposts: int, reposts and quotes
// returns originals: int, different posts passed on
// returns clusters: list, clusters the origin belongs to
// scans: Account: all reposters are compared when no cluster is named

MATCH (b:Account)
WHERE $cluster IS NULL OR EXISTS { (b)-[:MEMBER_OF]->(:Cluster {key: $cluster}) }
MATCH (b)-[:POSTED]->(p:Post)-[:REPOSTS|QUOTES]->(o:Post)<-[:POSTED]-(a:Account)
WHERE a <> b
WITH a, count(DISTINCT b) AS reposters, count(DISTINCT p) AS reposts, count(DISTINCT o) AS originals
ORDER BY reposters DESC, reposts DESC, a.key
SKIP $skip LIMIT $limit
RETURN a.key AS origin, coalesce(a.handle, a.name) AS handle, reposters, reposts, originals,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster) RETURN c.key ORDER BY c.key } AS clusters
ORDER BY reposters DESC, reposts DESC, origin
