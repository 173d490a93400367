// title: Search
// question: Where does this word, name, id, tag or link appear?
// misleads: The same name on two platforms need not be the same person, and a word can be quoted by those who oppose it.
// status: stable
// since: 0.1.0
// param text: text, -, what to look for; exact matches come first, then those that contain it
// param kind: choice(any|Account|Post|Hashtag|Url|Domain|Cluster) = any, -, only this kind of thing
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns label: text, what kind of thing was found
// returns key: text, its key
// returns title: text, what to call it
// returns field: text, where the text was found
// returns exact: bool, whether the field equals the text
// returns posts: int, posts of it or with it
// scans: Account, Post, Hashtag, Url and Domain: a word can stand anywhere in a name or text

WITH toLower($text) AS wanted
CALL (wanted) {
  MATCH (n:Account)
  WHERE $kind IN ['any', 'Account'] AND (toLower(n.key) CONTAINS wanted OR toLower(n.handle) CONTAINS wanted OR toLower(n.name) CONTAINS wanted)
  RETURN n, [['key', n.key], ['id', n.id], ['handle', n.handle], ['name', n.name]] AS fields, COUNT { (n)-[:POSTED]->() } AS posts
  UNION ALL
  MATCH (n:Hashtag)
  WHERE $kind IN ['any', 'Hashtag'] AND toLower(n.key) CONTAINS wanted
  RETURN n, [['hashtag', n.key]] AS fields, COUNT { (n)<-[:TAGGED]-() } AS posts
  UNION ALL
  MATCH (n:Url)
  WHERE $kind IN ['any', 'Url'] AND toLower(n.key) CONTAINS wanted
  RETURN n, [['url', n.key]] AS fields, COUNT { (n)<-[:LINKS_TO]-() } AS posts
  UNION ALL
  MATCH (n:Domain)
  WHERE $kind IN ['any', 'Domain'] AND toLower(n.key) CONTAINS wanted
  RETURN n, [['domain', n.key]] AS fields, COUNT { (n)<-[:ON]-() } AS posts
  UNION ALL
  MATCH (n:Cluster)
  WHERE $kind IN ['any', 'Cluster'] AND toLower(n.key) CONTAINS wanted
  RETURN n, [['cluster', n.key]] AS fields, 0 AS posts
  UNION ALL
  MATCH (n:Post)
  WHERE $kind IN ['any', 'Post'] AND (toLower(n.text) CONTAINS wanted OR toLower(n.key) CONTAINS wanted)
  RETURN n, [['key', n.key], ['text', n.text]] AS fields, 1 AS posts
}
WITH n, posts, wanted, [field IN fields WHERE toLower(field[1]) CONTAINS wanted] AS found
WITH n, posts, found, head([field IN found WHERE toLower(field[1]) = wanted]) AS same
RETURN head(labels(n)) AS label, n.key AS key,
       CASE head(labels(n))
         WHEN 'Account' THEN coalesce(n.handle, n.name, n.key)
         WHEN 'Post' THEN left(n.text, 60)
         ELSE n.key
       END AS title, coalesce(same, head(found))[0] AS field, same IS NOT NULL AS exact, posts
ORDER BY exact DESC, CASE label WHEN 'Account' THEN 0 WHEN 'Post' THEN 2 ELSE 1 END, posts DESC, label, key
SKIP $skip LIMIT $limit
