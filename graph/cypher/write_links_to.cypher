// Which post links to which address.
UNWIND $rows AS row
MATCH (p:Post {key: row.start})
MERGE (o:Url {key: row.end})
MERGE (p)-[:LINKS_TO]->(o)
