// Posts that several loads brought: what only a version that no longer wins pointed to goes.
UNWIND $rows AS row
MATCH (p:Post {key: row.key})
CALL (p, row) {
  MATCH (p)-[r:TAGGED|LINKS_TO|SHOWS|GIVES|MENTIONS|REPLIES_TO|REPOSTS|QUOTES]->(o)
  WHERE NOT (type(r) + ' ' + o.key) IN row.keep
  DELETE r
  UNION ALL
  MATCH (p)<-[r:POSTED]-(a:Account)
  WHERE a.key <> row.account
  DELETE r
}
