// Links that an earlier writing of a run left, one batch.
MATCH ()-[r:CO_ACTED]->()
WHERE r.run = $run
WITH r LIMIT $batch
DELETE r
