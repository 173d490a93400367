MATCH (e:Event)
CALL (e) {
  MATCH (p:Post)<-[:POSTED]-(a:Account)
  WHERE p.at >= e.starts_at AND p.at < e.ends_at
  RETURN DISTINCT a
}
WITH a, count(DISTINCT e) AS events
WHERE events >= $least
RETURN count(a) AS total
