// title: Coverage per platform and day
// question: What was collected on which day, and where are the gaps?
// misleads: A jump or a gap may be the collection, not the people: another keyword, a failed download or a rate limit
//   looks like a burst. Compare with how the files were collected before reading it as behaviour.
// status: stable
// since: 0.1.0
// param platform: platform = none, name, only this platform
// param from: time = none, UTC, only posts at or after this time
// param to: time = none, UTC, only posts before this time
// param zone: text = UTC, IANA name, the time zone whose days are counted
// returns platform: text, the platform
// returns day: text, the day in that zone; empty where posts have no time
// returns posts: int, posts in the exports
// returns accounts: int, accounts that posted
// returns coarse: int, posts whose time is known to the minute or day only
// scans: Post: every post of the case is counted

MATCH (a:Account)-[:POSTED]->(p)
WHERE ($platform IS NULL OR p.platform = $platform)
  AND ($from IS NULL OR p.at >= $from)
  AND ($to IS NULL OR p.at < $to)
WITH p.platform AS platform, date(CASE $zone WHEN 'UTC' THEN p.at ELSE datetime({datetime: p.at, timezone: $zone}) END) AS date,
     count(p) AS posts, count(DISTINCT a) AS accounts,
     count(CASE WHEN p.precision IN ['minute', 'day'] THEN 1 END) AS coarse
RETURN platform, coalesce(toString(date), '') AS day, posts, accounts, coarse
ORDER BY platform, day
LIMIT $limit
