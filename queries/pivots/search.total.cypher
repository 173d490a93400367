WITH toLower($text) AS wanted, '"' + replace(replace($text, '\\', '\\\\'), '"', '\\"') + '"' AS phrase
CALL (wanted, phrase) {
  MATCH (n:Account)
  WHERE $kind IN ['any', 'Account']
    AND (n.key = $text OR toLower(n.id) CONTAINS wanted OR toLower(n.handle) CONTAINS wanted OR toLower(n.name) CONTAINS wanted)
  RETURN count(n) AS found
  UNION ALL
  MATCH (n:Cluster)
  WHERE $kind IN ['any', 'Cluster'] AND (toLower(n.key) CONTAINS wanted OR toLower(n.lineage) CONTAINS wanted)
  RETURN count(n) AS found
  UNION ALL
  MATCH (n:Hashtag)
  WHERE $kind IN ['any', 'Hashtag'] AND toLower('#' + n.key + '#') CONTAINS wanted
  RETURN count(n) AS found
  UNION ALL
  MATCH (n:Domain)
  WHERE $kind IN ['any', 'Domain'] AND toLower(n.key) CONTAINS wanted
  RETURN count(n) AS found
  UNION ALL
  MATCH (n:Url)
  WHERE $kind IN ['any', 'Url'] AND toLower(n.key) CONTAINS wanted
  RETURN count(n) AS found
  UNION ALL
  MATCH (n:Template)
  WHERE $kind IN ['any', 'Template'] AND (n.key = $text OR toLower(n.text) CONTAINS wanted)
  RETURN count(n) AS found
  UNION ALL
  MATCH (n:Post {key: $text})
  WHERE $kind IN ['any', 'Post']
  RETURN count(n) AS found
  UNION ALL
  CALL db.index.fulltext.queryNodes('post_text', phrase) YIELD node AS n
  WHERE $kind IN ['any', 'Post'] AND n.key <> $text
  RETURN count(n) AS found
}
RETURN sum(found) AS total
