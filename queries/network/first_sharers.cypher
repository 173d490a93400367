// title: Who comes first
// question: Which accounts of the group are the first of it to share what it shares, and which follow?
// misleads: First of the group is not first of all: the source may lie outside the collected data, or be a news site.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param least: int = 2, accounts, leave out things shared by fewer accounts of the cluster
// returns account: account, the account
// returns handle: text, its handle or name
// returns shared: int, things it shares with others of the group
// returns first: int, things it was the first of the group to share
// returns first_share: float, share of its things where it was first (0 to 1)
// returns median_delay_seconds: float, time after the first of the group, the middle of its things

MATCH (:Cluster {key: $cluster})<-[:MEMBER_OF]-(a:Account)-[:POSTED]->(p:Post)-[:TAGGED|LINKS_TO|SHOWS|GIVES|REPOSTS|QUOTES]->(o)
WHERE p.at IS NOT NULL
WITH o, a, min(p.at) AS at
ORDER BY at, a.key
WITH o, collect({account: a, at: at}) AS sharers
WHERE size(sharers) >= $least
UNWIND sharers AS sharer
WITH sharer.account AS a, (sharer.at.epochMillis - sharers[0].at.epochMillis) / 1000.0 AS delay_seconds, sharer.account = sharers[0].account AS leads
WITH a, count(*) AS shared, count(CASE WHEN leads THEN 1 END) AS first, percentileCont(delay_seconds, 0.5) AS median_delay_seconds
RETURN a.key AS account, coalesce(a.handle, a.name) AS handle, shared, first, toFloat(first) / shared AS first_share, median_delay_seconds
ORDER BY first DESC, shared DESC, account
LIMIT $limit
