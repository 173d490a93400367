// Posts with their authors and all they point to. Who or what no export showed is a node with seen = false.
UNWIND $rows AS row
MERGE (p:Post {key: row.key})
SET p += row.set,
  p.at = CASE WHEN row.seconds IS NULL THEN null
         ELSE datetime({epochSeconds: row.seconds, nanosecond: row.nanoseconds}) END
MERGE (a:Account {key: row.account})
ON CREATE SET a.seen = false, a.platform = split(row.account, ':')[0]
MERGE (a)-[:POSTED]->(p)
FOREACH (key IN row.TAGGED | MERGE (o:Hashtag {key: key}) MERGE (p)-[:TAGGED]->(o))
FOREACH (key IN row.LINKS_TO | MERGE (o:Url {key: key}) MERGE (p)-[:LINKS_TO]->(o))
FOREACH (key IN row.SHOWS | MERGE (o:Media {key: key}) MERGE (p)-[:SHOWS]->(o))
FOREACH (key IN row.GIVES | MERGE (o:Contact {key: key}) MERGE (p)-[:GIVES]->(o))
FOREACH (key IN row.MENTIONS |
  MERGE (o:Account {key: key}) ON CREATE SET o.seen = false, o.platform = split(key, ':')[0]
  MERGE (p)-[:MENTIONS]->(o))
FOREACH (key IN row.REPLIES_TO |
  MERGE (o:Post {key: key}) ON CREATE SET o.seen = false, o.platform = split(key, ':')[0]
  MERGE (p)-[:REPLIES_TO]->(o))
FOREACH (key IN row.REPOSTS |
  MERGE (o:Post {key: key}) ON CREATE SET o.seen = false, o.platform = split(key, ':')[0]
  MERGE (p)-[:REPOSTS]->(o))
FOREACH (key IN row.QUOTES |
  MERGE (o:Post {key: key}) ON CREATE SET o.seen = false, o.platform = split(key, ':')[0]
  MERGE (p)-[:QUOTES]->(o))
