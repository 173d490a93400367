// title: Posts per raw file
// question: Which file did how many posts come from, and which days does it cover?
// misleads: A post that stands in several files is counted for the one whose version is shown.
// status: stable
// since: 0.1.0
// returns file: text, the name of the raw file
// returns platform: text, the platform
// returns posts: int, posts
// returns accounts: int, accounts that posted
// returns first_at: time, the first post
// returns last_at: time, the last post
// scans: Post: every post of the case is counted

MATCH (a:Account)-[:POSTED]->(p)
WITH p.file AS file, p.platform AS platform, count(p) AS posts, count(DISTINCT a) AS accounts, min(p.at) AS first_at, max(p.at) AS last_at
RETURN file, platform, posts, accounts, first_at, last_at
ORDER BY posts DESC, file, platform
LIMIT $limit
