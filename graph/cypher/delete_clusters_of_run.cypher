// Clusters that an earlier writing of a run left, one batch.
MATCH (c:Cluster)
WHERE c.run = $run
WITH c LIMIT $batch
DETACH DELETE c
