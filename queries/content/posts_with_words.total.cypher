CALL db.index.fulltext.queryNodes('post_text', '"' + replace(replace($words, '\\', '\\\\'), '"', '\\"') + '"') YIELD node AS p
WHERE ($platform IS NULL OR p.platform = $platform)
  AND ($from IS NULL OR p.at >= $from)
  AND ($to IS NULL OR p.at < $to)
RETURN count(p) AS total
