// Which address is on which domain.
UNWIND $rows AS row
MATCH (u:Url {key: row.start})
MERGE (d:Domain {key: row.end})
MERGE (u)-[:ON]->(d)
