// title: Most shared sites
// question: Which sites do most accounts link to, and how many of those belong to groups?
// misleads: Big sites are linked by everybody; two accounts on one site share nothing until they share a page.
// status: stable
// since: 0.1.0
// param least: int = 2, accounts, leave out sites that fewer accounts link to
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns domain: domain, the site
// returns urls: int, different links to it
// returns accounts: int, accounts that link to it
// returns in_clusters: int, how many of them belong to a cluster
// returns first_at: time, the first post
// returns last_at: time, the last post
// scans: Domain: all are compared

CALL () {
  MATCH (d:Domain)<-[:ON]-()<-[:LINKS_TO]-(p)<-[:POSTED]-(a)
  RETURN d, count(DISTINCT a) AS accounts, 0 AS in_clusters, min(p.at) AS first_at, max(p.at) AS last_at
  UNION ALL
  MATCH (:Cluster)<-[:MEMBER_OF]-(a)-[:POSTED]->()-[:LINKS_TO]->()-[:ON]->(d:Domain)
  RETURN d, 0 AS accounts, count(DISTINCT a) AS in_clusters, null AS first_at, null AS last_at
}
WITH d, sum(accounts) AS accounts, sum(in_clusters) AS in_clusters, min(first_at) AS first_at, max(last_at) AS last_at
WHERE accounts >= $least
ORDER BY accounts DESC, d.key
SKIP $skip LIMIT $limit
RETURN d.key AS domain, COUNT { (d)<-[:ON]-() } AS urls, accounts, in_clusters, first_at, last_at
ORDER BY accounts DESC, domain
