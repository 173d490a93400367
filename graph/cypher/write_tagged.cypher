// Which post carries which hashtag.
UNWIND $rows AS row
MATCH (p:Post {key: row.start})
MERGE (o:Hashtag {key: row.end})
MERGE (p)-[:TAGGED]->(o)
