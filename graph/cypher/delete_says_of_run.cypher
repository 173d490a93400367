// What ties posts to templates that an earlier writing of a run left, one batch.
MATCH ()-[s:SAYS]->(t:Template)
WHERE t.run = $run
WITH s LIMIT $batch
DELETE s
