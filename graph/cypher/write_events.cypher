// Events.
UNWIND $rows AS row
MERGE (e:Event {key: row.key})
SET e += row.set
