// Verdicts.
UNWIND $rows AS row
MERGE (v:Verdict {key: row.key})
SET v += row.set
