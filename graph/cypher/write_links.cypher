// Links of a run, beside those of the run before until it is made current; none of this run are there yet.
UNWIND $rows AS row
MATCH (a:Account {key: row.start})
MATCH (b:Account {key: row.end})
CREATE (a)-[r:CO_ACTED {run: row.run, behaviour: row.behaviour, window_seconds: row.window_seconds}]->(b)
SET r += row.set
