// What ties posts to templates of other runs than the current one, one batch.
MATCH ()-[s:SAYS]->(t:Template)
WHERE t.run <> $run
WITH s LIMIT $batch
DELETE s
