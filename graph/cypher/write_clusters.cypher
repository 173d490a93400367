// Clusters of a run. One that the run before found too is the same node, since its key is that of its members.
UNWIND $rows AS row
MATCH (r:Run {key: row.run})
MERGE (c:Cluster {key: row.key})
SET c += row.set, c.run = row.run
MERGE (c)-[:FOUND_BY]->(r)
