// Profiles as the merged record has them.
UNWIND $rows AS row
MERGE (a:Account {key: row.key})
SET a += row.set,
  a.created_at = CASE WHEN row.seconds IS NULL THEN null
                 ELSE datetime({epochSeconds: row.seconds, nanosecond: row.nanoseconds}) END
