// Nodes of a notebook, by label and key. Labels are data here: dynamic labels find no index, so this is for few nodes.
UNWIND $rows AS row
MERGE (n:$(row.label) {key: row.key})
SET n += row.set
