// Posts that left the record: what they said and pointed to goes. Others may name them still.
UNWIND $rows AS row
MATCH (p:Post {key: row.key})
SET p = {key: row.key, platform: split(row.key, ':')[0], seen: false}
WITH p
CALL (p) {
  MATCH (p)-[r:TAGGED|LINKS_TO|SHOWS|GIVES|MENTIONS|REPLIES_TO|REPOSTS|QUOTES]->()
  DELETE r
  UNION ALL
  MATCH (p)<-[r:POSTED]-()
  DELETE r
}
