MATCH (p:Post)
WHERE p.seen
  AND ($platform IS NULL OR p.platform = $platform)
  AND ($from IS NULL OR p.at >= $from)
  AND ($to IS NULL OR p.at < $to)
WITH DISTINCT p.platform AS platform, date(CASE $zone WHEN 'UTC' THEN p.at ELSE datetime({datetime: p.at, timezone: $zone}) END) AS day
RETURN count(*) AS total
