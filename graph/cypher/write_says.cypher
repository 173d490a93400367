// Which posts follow which template.
UNWIND $rows AS row
MATCH (p:Post {key: row.start})
MATCH (t:Template {key: row.end})
MERGE (p)-[:SAYS]->(t)
