// title: Accounts that are missing
// question: Which accounts are referred to most but are not in any export?
// misleads: What is missing was not collected; it is the next thing to collect, not something that hides.
// status: stable
// since: 0.1.0
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns account: account, the account
// returns mentions: int, posts that mention it
// returns mentioned_by: int, accounts that do
// returns in_clusters: int, how many of those belong to a cluster
// scans: Account: every account is looked at

MATCH (a:Account)
WHERE a.seen = false
WITH a, COUNT { (a)<-[:MENTIONS]-() } AS mentions
ORDER BY mentions DESC, a.key
SKIP $skip LIMIT $limit
CALL (a) {
  OPTIONAL MATCH (a)<-[:MENTIONS]-(:Post)<-[:POSTED]-(b:Account)
  WITH DISTINCT b
  RETURN count(b) AS mentioned_by, count(CASE WHEN EXISTS { (b)-[:MEMBER_OF]->(:Cluster) } THEN 1 END) AS in_clusters
}
RETURN a.key AS account, mentions, mentioned_by, in_clusters
ORDER BY mentions DESC, account
