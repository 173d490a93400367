// title: How much of it is the crowd
// question: Of the accounts that share the group's things, how many lie outside the group?
// misleads: This one speaks against a finding: where most sharers are outside, the group is part of a crowd. But a
//   campaign that succeeds draws a crowd as well; see who came first.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param least: int = 2, accounts, leave out things shared by fewer accounts of the cluster
// param skip: int = 0, rows, rows to leave out at the start (to page)
// returns relation: text, how posts carry it
// returns label: text, what kind of thing it is
// returns object: text, its key
// returns inside: int, accounts of the cluster that share it
// returns outside: int, accounts outside that share it
// returns outside_share: float, share of its accounts that lie outside (0 to 1)
// returns first_inside: time, the first post inside
// returns first_outside: time, the first post outside

MATCH (:Cluster {key: $cluster})<-[:MEMBER_OF]-(a:Account)
WITH collect(a) AS members
UNWIND members AS a
MATCH (a)-[:POSTED]->(p)-[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]->(o)
WITH members, type(r) AS relation, o, count(DISTINCT a) AS inside, min(p.at) AS first_inside
WHERE inside >= $least
CALL (members, relation, o) {
  MATCH (o)<-[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]-(p)<-[:POSTED]-(b)
  WHERE type(r) = relation AND NOT b IN members
  RETURN count(DISTINCT b) AS outside, min(p.at) AS first_outside
}
RETURN relation, head(labels(o)) AS label, o.key AS object, inside, outside, toFloat(outside) / (inside + outside) AS outside_share,
       first_inside, first_outside
ORDER BY inside DESC, outside_share, relation, object
SKIP $skip LIMIT $limit
