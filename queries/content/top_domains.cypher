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

MATCH (d:Domain)
WITH d, COUNT { MATCH (d)<-[:ON]-(:Url)<-[:LINKS_TO]-(:Post)<-[:POSTED]-(a:Account) RETURN DISTINCT a } AS accounts
WHERE accounts >= $least
ORDER BY accounts DESC, d.key
SKIP $skip LIMIT $limit
CALL (d) {
  MATCH (d)<-[:ON]-(:Url)<-[:LINKS_TO]-(p:Post)<-[:POSTED]-(a:Account)
  WITH a, min(p.at) AS first, max(p.at) AS last
  RETURN count(CASE WHEN EXISTS { (a)-[:MEMBER_OF]->(:Cluster) } THEN 1 END) AS in_clusters, min(first) AS first_at, max(last) AS last_at
}
RETURN d.key AS domain, COUNT { (d)<-[:ON]-() } AS urls, accounts, in_clusters, first_at, last_at
ORDER BY accounts DESC, domain
