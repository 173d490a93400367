// Who belongs to which cluster.
UNWIND $rows AS row
MATCH (a:Account {key: row.start})
MATCH (c:Cluster {key: row.end})
MERGE (a)-[m:MEMBER_OF]->(c)
SET m += row.set
