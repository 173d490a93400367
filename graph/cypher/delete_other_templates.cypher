// Templates of other runs than the current one, one batch.
MATCH (t:Template)
WHERE t.run <> $run
WITH t LIMIT $batch
DETACH DELETE t
