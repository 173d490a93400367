// Relationships of a notebook, between nodes by label and key.
UNWIND $rows AS row
MATCH (a:$(row.start_label) {key: row.start})
MATCH (b:$(row.end_label) {key: row.end})
MERGE (a)-[r:$(row.type)]->(b)
SET r += row.set
