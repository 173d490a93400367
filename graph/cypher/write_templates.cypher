// Templates of a run. One that the run before has too is the same node, since its key is that of its posts; it is
// that run's until the switch.
UNWIND $rows AS row
MERGE (t:Template {key: row.key})
ON CREATE SET t.run = row.run
SET t += row.set
