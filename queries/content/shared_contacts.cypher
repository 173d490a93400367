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

CALL () {
  MATCH (o:Contact)<-[:GIVES]-(p)<-[:POSTED]-(a)
  RETURN o, count(DISTINCT a) AS accounts, 0 AS in_clusters, count(*) AS posts, collect(DISTINCT p.platform) AS platforms,
         min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (:Cluster)<-[:MEMBER_OF]-(a)-[:POSTED]->()-[:GIVES]->(o:Contact)
  RETURN o, 0 AS accounts, count(DISTINCT a) AS in_clusters, 0 AS posts, [] AS platforms, null AS first_at, null AS last_at
}
WITH o, sum(accounts) AS accounts, sum(in_clusters) AS in_clusters, sum(posts) AS posts, collect(platforms) AS found,
     min(first_at) AS first_at, max(last_at) AS last_at
WHERE accounts >= $least
ORDER BY accounts DESC, posts DESC, o.key
SKIP $skip LIMIT $limit
RETURN o.key AS contact, accounts, in_clusters, posts,
       COLLECT { UNWIND found AS platforms UNWIND platforms AS platform RETURN platform ORDER BY platform } AS platforms,
       first_at, last_at
ORDER BY accounts DESC, posts DESC, contact
