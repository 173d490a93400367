// Posts with their authors and all they point to. Who and what no export showed is a node with seen = false.
UNWIND $rows AS row
MERGE (p:Post {key: row.key})
SET p += row.set,
  p.at = CASE WHEN row.seconds IS NULL THEN null
         ELSE datetime({epochSeconds: row.seconds, nanosecond: row.nanoseconds}) END
MERGE (a:Account {key: row.account})
ON CREATE SET a.seen = false, a.platform = split(row.account, ':')[0]
MERGE (a)-[:POSTED]->(p)
FOREACH (key IN row.TAGGED | MERGE (h:Hashtag {key: key}) MERGE (p)-[:TAGGED]->(h))
FOREACH (key IN row.LINKS_TO | MERGE (u:Url {key: key}) MERGE (p)-[:LINKS_TO]->(u))
FOREACH (key IN row.SHOWS | MERGE (m:Media {key: key}) MERGE (p)-[:SHOWS]->(m))
FOREACH (key IN row.GIVES | MERGE (c:Contact {key: key}) MERGE (p)-[:GIVES]->(c))
