// Whom and what posts name: accounts, and the posts they reply to, pass on or quote.
UNWIND $rows AS row
MATCH (p:Post {key: row.key})
FOREACH (key IN row.MENTIONS |
  MERGE (a:Account {key: key}) ON CREATE SET a.seen = false, a.platform = split(key, ':')[0]
  MERGE (p)-[:MENTIONS]->(a))
FOREACH (key IN row.REPLIES_TO |
  MERGE (o:Post {key: key}) ON CREATE SET o.seen = false, o.platform = split(key, ':')[0]
  MERGE (p)-[:REPLIES_TO]->(o))
FOREACH (key IN row.REPOSTS |
  MERGE (o:Post {key: key}) ON CREATE SET o.seen = false, o.platform = split(key, ':')[0]
  MERGE (p)-[:REPOSTS]->(o))
FOREACH (key IN row.QUOTES |
  MERGE (o:Post {key: key}) ON CREATE SET o.seen = false, o.platform = split(key, ':')[0]
  MERGE (p)-[:QUOTES]->(o))
