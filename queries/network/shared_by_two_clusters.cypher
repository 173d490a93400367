// title: What two clusters share
// question: Are two groups pieces of one: what do both of them share?
// misleads: Two groups on one subject share its tags and news. Rare things that both share, and few others, are telling.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, one cluster
// param other_cluster: cluster, key, the other cluster
// returns relation: text, how posts carry it
// returns label: text, what kind of thing it is
// returns object: text, its key
// returns accounts: int, accounts of the first cluster that share it
// returns other_accounts: int, accounts of the other that share it
// returns all_accounts: int, accounts of the whole case that share it

CALL () {
  MATCH (:Cluster {key: $cluster})<-[:MEMBER_OF]-(a)-[:POSTED]->()
        -[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]->(o)
  RETURN type(r) AS relation, o, count(DISTINCT a) AS accounts, 0 AS other_accounts
  UNION ALL
  MATCH (:Cluster {key: $other_cluster})<-[:MEMBER_OF]-(b)-[:POSTED]->()
        -[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]->(o)
  RETURN type(r) AS relation, o, 0 AS accounts, count(DISTINCT b) AS other_accounts
}
WITH relation, o, sum(accounts) AS accounts, sum(other_accounts) AS other_accounts
WHERE accounts > 0 AND other_accounts > 0
CALL (relation, o) {
  MATCH (o)<-[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]-()<-[:POSTED]-(a)
  WHERE type(r) = relation
  RETURN count(DISTINCT a) AS all_accounts
}
RETURN relation, head(labels(o)) AS label, o.key AS object, accounts, other_accounts, all_accounts
ORDER BY all_accounts, accounts + other_accounts DESC, relation, object
LIMIT $limit
