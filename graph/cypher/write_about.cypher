// What verdicts and notes are about.
UNWIND $rows AS row
MATCH (v:Verdict|Note {key: row.start})
MATCH (o:Account|Cluster {key: row.end})
MERGE (v)-[:ABOUT]->(o)
