// Which post passes on which. One that no export showed is a node with seen = false.
UNWIND $rows AS row
MATCH (p:Post {key: row.start})
MERGE (o:Post {key: row.end})
ON CREATE SET o.seen = false, o.platform = split(row.end, ':')[0]
MERGE (p)-[:REPOSTS]->(o)
