// Links of other runs than the current one, one batch.
MATCH ()-[r:CO_ACTED]->()
WHERE r.run <> $run
WITH r LIMIT $batch
DELETE r
