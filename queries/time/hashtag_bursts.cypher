// title: Bursts of a hashtag
// question: In which short spans did most accounts post this hashtag?
// misleads: A live event, a push message or a celebrity's post makes strangers post in the same minute.
// status: stable
// since: 0.1.0
// param hashtag: hashtag, key, hashtag
// param span_seconds: int = 600, seconds, the width of one span
// param least: int = 2, accounts, leave out spans with fewer accounts
// returns start: time, the start of the span
// returns accounts: int, accounts that posted it in the span
// returns in_clusters: int, how many of them belong to a cluster
// returns posts: int, posts in the span
// returns first_by: account, the account that came first

MATCH (:Hashtag {key: $hashtag})<-[:TAGGED]-(p)<-[:POSTED]-(a)
WHERE p.precision IN ['second', 'minute']
WITH p.at.epochSeconds / $span_seconds AS span, a, count(p) AS posts, min(p.at) AS first_at
ORDER BY first_at, a.key
WITH span, collect(a) AS authors, sum(posts) AS posts
WHERE size(authors) >= $least
WITH span, authors, posts
ORDER BY size(authors) DESC, span
LIMIT $limit
RETURN datetime({epochSeconds: span * $span_seconds}) AS start, size(authors) AS accounts,
       size([a IN authors WHERE EXISTS { (a)-[:MEMBER_OF]->(:Cluster) }]) AS in_clusters, posts, head(authors).key AS first_by
ORDER BY accounts DESC, start
