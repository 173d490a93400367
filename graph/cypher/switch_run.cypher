// Make a run the current one.
MATCH (c:Case {id: $id})
MATCH (r:Run {key: $run})
OPTIONAL MATCH (c)-[before:CURRENT]->(o:Run)
WHERE o <> r
DELETE before
WITH DISTINCT c, r
MERGE (c)-[:CURRENT]->(r)
