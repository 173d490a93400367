// Other runs than the current one.
MATCH (r:Run)
WHERE r.key <> $run
DETACH DELETE r
