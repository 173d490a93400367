// Profiles as the merged record has them.
UNWIND $rows AS row
MERGE (a:Account {key: row.key})
SET a += row.set
