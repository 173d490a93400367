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

MATCH (:Cluster {key: $other_cluster})<-[:MEMBER_OF]-(b:Account)-[:POSTED]->(:Post)
      -[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]->(o)
WITH type(r) AS relation, o, count(DISTINCT b) AS other_accounts
CALL (relation, o) {
  MATCH (o)<-[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]-(:Post)<-[:POSTED]-(a:Account)
  WHERE type(r) = relation
  WITH DISTINCT a
  RETURN count(a) AS all_accounts, count(CASE WHEN EXISTS { (a)-[:MEMBER_OF]->(:Cluster {key: $cluster}) } THEN 1 END) AS accounts
}
WITH relation, o, accounts, other_accounts, all_accounts
WHERE accounts > 0
RETURN relation, head(labels(o)) AS label, o.key AS object, accounts, other_accounts, all_accounts
ORDER BY all_accounts, accounts + other_accounts DESC, relation, object
LIMIT $limit
