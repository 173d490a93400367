// title: Shared contacts
// question: Which chat ids, phone numbers or codes do several accounts give?
// misleads: Customers pass on a service number, and group chats are advertised by their members.
// status: stable
// since: 0.1.0
// param least: int = 2, accounts, leave out what fewer accounts share
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns contact: contact, the contact
// returns accounts: int, accounts that share it
// returns in_clusters: int, how many of them belong to a cluster
// returns posts: int, posts with it
// returns platforms: list, platforms it is seen on
// returns first_at: time, the first of them
// returns last_at: time, the last of them
// scans: Contact: all are compared

MATCH (o:Contact)
WITH o, COUNT { (o)<-[:GIVES]-() } AS posts
WHERE posts >= $least
WITH o, posts, COUNT { MATCH (o)<-[:GIVES]-(:Post)<-[:POSTED]-(a:Account) RETURN DISTINCT a } AS accounts
WHERE accounts >= $least
ORDER BY accounts DESC, posts DESC, o.key
SKIP $skip LIMIT $limit
CALL (o) {
  MATCH (o)<-[:GIVES]-(p:Post)<-[:POSTED]-(a:Account)
  WITH a, min(p.at) AS first, max(p.at) AS last
  ORDER BY a.platform
  RETURN count(CASE WHEN EXISTS { (a)-[:MEMBER_OF]->(:Cluster) } THEN 1 END) AS in_clusters,
         collect(DISTINCT a.platform) AS platforms, min(first) AS first_at, max(last) AS last_at
}
RETURN o.key AS contact, accounts, in_clusters, posts, platforms, first_at, last_at
ORDER BY accounts DESC, posts DESC, contact
