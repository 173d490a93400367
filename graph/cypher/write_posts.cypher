// Posts with their authors. An author whose profile no export showed is a node with seen = false.
UNWIND $rows AS row
MERGE (p:Post {key: row.key})
SET p += row.set,
  p.at = CASE WHEN row.seconds IS NULL THEN null
         ELSE datetime({epochSeconds: row.seconds, nanosecond: row.nanoseconds}) END
MERGE (a:Account {key: row.account})
ON CREATE SET a.seen = false, a.platform = split(row.account, ':')[0]
MERGE (a)-[:POSTED]->(p)
