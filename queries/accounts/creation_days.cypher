// title: Days on which accounts were made
// question: Were many of these accounts made on the same days?
// misleads: Platforms have sign-up waves of their own (an app launch, a campaign, a holiday); compare with the accounts
//   outside clusters. Where an export shows no date, the account is missing here.
// status: stable
// since: 0.1.0
// param cluster: cluster = none, key, only accounts of this cluster
// param least: int = 2, accounts, leave out days with fewer accounts
// returns platform: text, the platform
// returns day: text, the day (UTC)
// returns accounts: int, accounts made on it
// returns in_clusters: int, how many of them belong to a cluster
// scans: Account: all accounts are compared

CALL () {
  MATCH (a:Account)
  WHERE $cluster IS NULL
  RETURN a.platform AS platform, date(a.created_at) AS date, count(a) AS accounts, 0 AS in_clusters
  UNION ALL
  MATCH (c:Cluster)<-[:MEMBER_OF]-(a:Account)
  WHERE $cluster IS NULL OR c.key = $cluster
  WITH DISTINCT a
  WITH a.platform AS platform, date(a.created_at) AS date, count(a) AS members
  RETURN platform, date, CASE WHEN $cluster IS NULL THEN 0 ELSE members END AS accounts, members AS in_clusters
}
WITH platform, date, sum(accounts) AS accounts, sum(in_clusters) AS in_clusters
WHERE date IS NOT NULL AND accounts >= $least
RETURN platform, toString(date) AS day, accounts, in_clusters
ORDER BY accounts DESC, platform, day
LIMIT $limit
