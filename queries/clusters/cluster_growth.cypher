// title: Growth of a cluster
// question: When did the accounts of this group first appear, and was it there at once or did it grow?
// misleads: An account first appears when the collection first caught it: a new keyword or a longer download makes a group
//   look as if it had grown. Compare with the coverage.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param zone: text = UTC, IANA name, the time zone whose days are counted
// returns day: text, a day on which accounts of the group posted for the first time
// returns accounts: int, accounts whose first post is on it
// returns core: int, those of exhibit grade among them
// returns total_accounts: int, accounts of the group that had appeared by the end of the day
// returns made: time, when the youngest of them was made, where that is known

MATCH (:Cluster {key: $cluster})<-[m:MEMBER_OF]-(a:Account)-[:POSTED]->(p)
WITH a, m.core AS core, min(p.at) AS first_at
WHERE first_at IS NOT NULL
WITH toString(date(datetime({datetime: first_at, timezone: $zone}))) AS day, count(a) AS accounts,
     count(CASE WHEN core THEN 1 END) AS core, max(a.created_at) AS made
ORDER BY day
WITH collect({day: day, accounts: accounts, core: core, made: made}) AS days
UNWIND days AS row
RETURN row.day AS day, row.accounts AS accounts, row.core AS core,
       reduce(sum = 0, other IN days | CASE WHEN other.day <= row.day THEN sum + other.accounts ELSE sum END) AS total_accounts,
       row.made AS made
ORDER BY day
LIMIT $limit
