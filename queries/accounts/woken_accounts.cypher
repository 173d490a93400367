// title: Silent, then active
// question: Which accounts of this group were silent for long and then came back with several posts?
// misleads: People stop and begin again: holidays, a new phone, a new car. And a gap in the collection is a silence of
//   everybody. Many accounts that wake on the same day say more than one.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param silence_days: int = 30, days, the shortest silence
// param active_days: int = 7, days, how long after the silence posts are counted
// param least: int = 2, posts, leave out accounts with fewer posts in that time
// returns account: account, the account
// returns handle: text, its handle or name
// returns last_before: time, the last post before the longest silence
// returns woke_at: time, the first post after it
// returns silent_days: float, days between the two
// returns posts: int, posts in the time after it
// returns woken_together: int, accounts of the group that woke on the same day (UTC), this one among them

MATCH (:Cluster {key: $cluster})<-[:MEMBER_OF]-(a:Account)-[:POSTED]->(p)
WHERE p.at IS NOT NULL
WITH a, p.at AS at
ORDER BY at
WITH a, collect(at) AS times
UNWIND range(1, size(times) - 1) AS place
WITH a, times, times[place - 1] AS last_before, times[place] AS woke_at
WITH a, times, last_before, woke_at, (woke_at.epochSeconds - last_before.epochSeconds) / 86400.0 AS silent_days
WHERE silent_days >= $silence_days
ORDER BY silent_days DESC, woke_at
WITH a, times, head(collect({last_before: last_before, woke_at: woke_at, silent_days: silent_days})) AS longest
WITH a, longest, longest.woke_at AS woke_at,
     size([at IN times WHERE at >= longest.woke_at AND at < longest.woke_at + duration({days: $active_days})]) AS posts
WHERE posts >= $least
WITH date(woke_at) AS day, collect({account: a, longest: longest, posts: posts}) AS woken
UNWIND woken AS row
RETURN row.account.key AS account, coalesce(row.account.handle, row.account.name) AS handle,
       row.longest.last_before AS last_before, row.longest.woke_at AS woke_at, row.longest.silent_days AS silent_days,
       row.posts AS posts, size(woken) AS woken_together
ORDER BY woken_together DESC, woke_at, account
LIMIT $limit
