// title: What a cluster shares
// question: Which tags, links, domains, pictures, contacts and targets do several of its accounts have in common?
// misleads: A thing that everybody shares says nothing: compare the accounts of the cluster with all posts that carry it.
//   A launch tag, the maker's own domain or a share button's link bring strangers together.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param relation: choice(any|TAGGED|LINKS_TO|ON|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES) = any, -, only this kind of sharing
// param min_accounts: int = 2, accounts, leave out things shared by fewer accounts of the cluster
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns relation: text, how posts carry it (ON: the domain of a link)
// returns label: text, what kind of thing it is
// returns object: text, its key
// returns accounts: int, accounts of the cluster that shared it
// returns posts: int, their posts that carry it
// returns all_posts: int, posts of the whole case that carry it directly (for a domain: its different links)
// returns first_at: time, first of those posts
// returns last_at: time, last of those posts

MATCH (c:Cluster {key: $cluster})
CALL (c) {
  MATCH (c)<-[:MEMBER_OF]-(a:Account)-[:POSTED]->(p:Post)
        -[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]->(o)
  WHERE $relation = 'any' OR type(r) = $relation
  RETURN type(r) AS relation, o, count(DISTINCT a) AS accounts, count(DISTINCT p) AS posts, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (c)<-[:MEMBER_OF]-(a:Account)-[:POSTED]->(p:Post)-[:LINKS_TO]->(:Url)-[r:ON]->(o:Domain)
  WHERE $relation IN ['any', 'ON']
  RETURN 'ON' AS relation, o, count(DISTINCT a) AS accounts, count(DISTINCT p) AS posts, min(p.at) AS first_at, max(p.at) AS last_at
}
WITH relation, o, accounts, posts, first_at, last_at
WHERE accounts >= $min_accounts
ORDER BY accounts DESC, posts DESC, relation, o.key
SKIP $skip LIMIT $limit
RETURN relation, head(labels(o)) AS label, o.key AS object, accounts, posts,
       CASE relation
         WHEN 'TAGGED' THEN COUNT { (o)<-[:TAGGED]-() }
         WHEN 'LINKS_TO' THEN COUNT { (o)<-[:LINKS_TO]-() }
         WHEN 'ON' THEN COUNT { (o)<-[:ON]-() }
         WHEN 'MENTIONS' THEN COUNT { (o)<-[:MENTIONS]-() }
         WHEN 'SHOWS' THEN COUNT { (o)<-[:SHOWS]-() }
         WHEN 'GIVES' THEN COUNT { (o)<-[:GIVES]-() }
         WHEN 'REPLIES_TO' THEN COUNT { (o)<-[:REPLIES_TO]-() }
         WHEN 'REPOSTS' THEN COUNT { (o)<-[:REPOSTS]-() }
         ELSE COUNT { (o)<-[:QUOTES]-() }
       END AS all_posts, first_at, last_at
ORDER BY accounts DESC, posts DESC, relation, object
