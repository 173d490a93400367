// The run itself.
UNWIND $rows AS row
MERGE (r:Run {key: row.key})
SET r += row.set
