// title: How exactly times are known
// question: On which platforms are times known to the second, the minute or the day only?
// misleads: On minute stamps, posts a minute apart may be simultaneous and simultaneous ones a minute apart: short windows
//   mean nothing there.
// status: stable
// since: 0.1.0
// returns platform: text, the platform
// returns precision: text, second, minute, day or none
// returns posts: int, posts in the exports
// returns on_the_minute: int, posts whose time has no seconds; far more than one in sixty means minute stamps
// scans: Post: every post of the case is counted

MATCH (p:Post)
WHERE p.seen
WITH p.platform AS platform, p.precision AS precision, count(p) AS posts, count(CASE WHEN p.at.second = 0 THEN 1 END) AS on_the_minute
RETURN platform, precision, posts, on_the_minute
ORDER BY platform, posts DESC, precision
LIMIT $limit
