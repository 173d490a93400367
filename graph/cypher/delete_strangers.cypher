// Delete one batch of nodes of no declared label: what a notebook merged is not in the record.
MATCH (n)
WHERE none(label IN labels(n) WHERE label IN $labels)
WITH n LIMIT $batch
DETACH DELETE n
