// title: Search
// question: Where does this word, name, id, tag or link appear?
// misleads: The same name on two platforms need not be one person, and a word can be quoted by those who oppose it.
//   Posts are found by whole words, Chinese by any run of two or more characters; names, tags, links and templates by any
//   part.
// status: stable
// since: 0.1.0
// param text: text, -, what to look for; what equals it comes first, then what contains it
// param kind: choice(any|Account|Post|Hashtag|Url|Domain|Template|Cluster) = any, -, only this kind of thing
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns label: text, what kind of thing was found
// returns key: text, its key
// returns title: text, what to call it
// returns field: text, where the text was found
// returns exact: bool, whether the field equals the text
// returns posts: int, posts of it or with it (of a domain: its different links)
// scans: Account, Hashtag, Url, Domain, Template and Cluster: a part of a word can stand anywhere in a name or key

WITH toLower($text) AS wanted, '"' + replace(replace($text, '\\', '\\\\'), '"', '\\"') + '"' AS phrase
CALL (wanted, phrase) {
  MATCH (n:Account)
  WHERE $kind IN ['any', 'Account']
    AND (n.key = $text OR toLower(n.id) CONTAINS wanted OR toLower(n.handle) CONTAINS wanted OR toLower(n.name) CONTAINS wanted)
  RETURN n, 0 AS place, [['id', n.id], ['key', n.key], ['handle', n.handle], ['name', n.name]] AS fields, COUNT { (n)-[:POSTED]->() } AS posts
  UNION ALL
  MATCH (n:Cluster)
  WHERE $kind IN ['any', 'Cluster'] AND (toLower(n.key) CONTAINS wanted OR toLower(n.lineage) CONTAINS wanted)
  RETURN n, 1 AS place, [['key', n.key], ['lineage', n.lineage]] AS fields, 0 AS posts
  UNION ALL
  MATCH (n:Hashtag)
  WHERE $kind IN ['any', 'Hashtag'] AND toLower('#' + n.key + '#') CONTAINS wanted
  RETURN n, 2 AS place, [['key', n.key], ['key', '#' + n.key], ['key', '#' + n.key + '#']] AS fields, COUNT { (n)<-[:TAGGED]-() } AS posts
  UNION ALL
  MATCH (n:Domain)
  WHERE $kind IN ['any', 'Domain'] AND toLower(n.key) CONTAINS wanted
  RETURN n, 3 AS place, [['key', n.key]] AS fields, COUNT { (n)<-[:ON]-() } AS posts
  UNION ALL
  MATCH (n:Url)
  WHERE $kind IN ['any', 'Url'] AND toLower(n.key) CONTAINS wanted
  RETURN n, 4 AS place, [['key', n.key]] AS fields, COUNT { (n)<-[:LINKS_TO]-() } AS posts
  UNION ALL
  MATCH (n:Template)
  WHERE $kind IN ['any', 'Template'] AND (n.key = $text OR toLower(n.text) CONTAINS wanted)
  RETURN n, 5 AS place, [['text', n.text], ['key', n.key]] AS fields, n.posts AS posts
  UNION ALL
  MATCH (n:Post {key: $text})
  WHERE $kind IN ['any', 'Post']
  RETURN n, 6 AS place, [['key', n.key]] AS fields, 1 AS posts
  UNION ALL
  CALL db.index.fulltext.queryNodes('post_text', phrase) YIELD node AS n
  WHERE $kind IN ['any', 'Post'] AND n.key <> $text
  RETURN n, 6 AS place, [['text', n.text]] AS fields, 1 AS posts
}
WITH n, place, posts, fields, head([field IN fields WHERE toLower(field[1]) = wanted]) AS same, wanted
WITH n, place, posts, same, coalesce(same, head([field IN fields WHERE toLower(field[1]) CONTAINS wanted]), fields[0]) AS found
RETURN head(labels(n)) AS label, n.key AS key,
       CASE head(labels(n))
         WHEN 'Account' THEN coalesce(n.handle, n.name, n.key)
         WHEN 'Post' THEN left(n.text, 60)
         WHEN 'Template' THEN left(n.text, 60)
         ELSE n.key
       END AS title, found[0] AS field, same IS NOT NULL AS exact, posts
ORDER BY exact DESC, place, posts DESC, key
SKIP $skip LIMIT $limit
