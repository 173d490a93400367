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

MATCH (a:Account)
WHERE a.created_at IS NOT NULL AND ($cluster IS NULL OR EXISTS { (a)-[:MEMBER_OF]->(:Cluster {key: $cluster}) })
WITH a.platform AS platform, toString(date(a.created_at)) AS day, count(a) AS accounts,
     count(CASE WHEN EXISTS { (a)-[:MEMBER_OF]->(:Cluster) } THEN 1 END) AS in_clusters
WHERE accounts >= $least
RETURN platform, day, accounts, in_clusters
ORDER BY accounts DESC, platform, day
LIMIT $limit
