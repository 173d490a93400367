// title: Posts that are missing
// question: Which posts are answered, reposted or quoted most but are not in any export?
// misleads: A missing original hides who came first: orders and delays of what hangs on it are incomplete.
// status: stable
// since: 0.1.0
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns post: post, the post
// returns answers: int, replies to it
// returns reposts: int, reposts of it
// returns quotes: int, quotes of it
// scans: Post: every post is looked at

MATCH (p:Post)
WHERE p.seen = false
WITH p, COUNT { (p)<-[:REPLIES_TO]-() } AS answers, COUNT { (p)<-[:REPOSTS]-() } AS reposts, COUNT { (p)<-[:QUOTES]-() } AS quotes
RETURN p.key AS post, answers, reposts, quotes
ORDER BY answers + reposts + quotes DESC, post
SKIP $skip LIMIT $limit
