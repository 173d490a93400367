// Which post gives which contact.
UNWIND $rows AS row
MATCH (p:Post {key: row.start})
MERGE (o:Contact {key: row.end})
MERGE (p)-[:GIVES]->(o)
