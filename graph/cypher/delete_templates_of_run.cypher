// Templates that an earlier writing of a run left, one batch.
MATCH (t:Template)
WHERE t.run = $run
WITH t LIMIT $batch
DETACH DELETE t
