// Notes.
UNWIND $rows AS row
MERGE (n:Note {key: row.key})
SET n += row.set
