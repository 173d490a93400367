// Clusters of other runs than the current one, one batch.
MATCH (c:Cluster)
WHERE c.run <> $run
WITH c LIMIT $batch
DETACH DELETE c
