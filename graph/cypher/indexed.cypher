// How far the indexes are, in percent of the one that is least far, and which of them failed.
SHOW INDEXES YIELD name, state, populationPercent
RETURN toInteger(min(CASE state WHEN 'ONLINE' THEN 100 ELSE populationPercent * 0.99 END)) AS share,
  [name IN collect(CASE state WHEN 'FAILED' THEN name END) | name] AS failed
ORDER BY share
LIMIT 1
