// Which post names which account. One that no export showed is a node with seen = false.
UNWIND $rows AS row
MATCH (p:Post {key: row.start})
MERGE (o:Account {key: row.end})
ON CREATE SET o.seen = false, o.platform = split(row.end, ':')[0]
MERGE (p)-[:MENTIONS]->(o)
