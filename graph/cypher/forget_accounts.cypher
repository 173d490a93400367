// Profiles that left the record. Posts may name them still.
UNWIND $rows AS row
MATCH (a:Account {key: row.key})
SET a = {key: row.key, platform: split(row.key, ':')[0], seen: false}
