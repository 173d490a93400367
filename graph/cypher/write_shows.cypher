// Which post shows which picture or film.
UNWIND $rows AS row
MATCH (p:Post {key: row.start})
MERGE (o:Media {key: row.end})
MERGE (p)-[:SHOWS]->(o)
