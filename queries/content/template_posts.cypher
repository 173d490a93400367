// title: Posts behind a template
// question: Which posts follow this template, who wrote them, and to which groups do these accounts belong?
// misleads: Only posts of clusters are compared with a template: that no stranger follows it is no finding. Whoever
//   wrote first need not have invented it.
// status: stable
// since: 0.1.0
// param template: template, key, the template
// param run: run = current, key, the detection run whose clusters are named
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns post: post, the post
// returns account: account, who wrote it
// returns name: text, its name
// returns clusters: list, clusters the account belongs to
// returns at: time, when
// returns text: text, what it says
// returns url: text, its address
// returns file: text, name of the raw file
// returns place: int, line or record in it

MATCH (:Template {key: $template})<-[:SAYS]-(p:Post)<-[:POSTED]-(a:Account)
WITH p, a
ORDER BY p.at, p.key
SKIP $skip LIMIT $limit
RETURN p.key AS post, a.key AS account, coalesce(a.handle, a.name) AS name,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster {run: $run}) RETURN c.key ORDER BY c.key } AS clusters,
       p.at AS at, p.text AS text, p.url AS url, p.file AS file, p.place AS place
ORDER BY at, post
