// title: Posts with strange times
// question: Which posts have no time, or one that cannot be right?
// misleads: Old posts can be genuine; a time in the future is mostly a wrong zone or a wrong date order in the file.
// status: stable
// since: 0.1.0
// param earliest: time = 2005-01-01T00:00:00Z, UTC, times before this cannot be right
// param latest: time, UTC, times at or after this cannot be right: the day of collection
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns post: post, the post
// returns account: account, who posted it
// returns at: time, the time
// returns precision: text, how exactly it is known
// returns source: text, its file and line or record
// scans: Post: posts without a time are in no index

MATCH (p:Post)<-[:POSTED]-(a:Account)
WHERE p.seen AND (p.at IS NULL OR p.at < $earliest OR p.at >= $latest)
RETURN p.key AS post, a.key AS account, p.at AS at, p.precision AS precision, p.file + ':' + toString(p.place) AS source
ORDER BY at, post
SKIP $skip LIMIT $limit
