// title: What two accounts have in common
// question: Which things did both accounts share, at any time, and how common is each?
// misleads: Two people who care about one subject share its tags and news. Rare things matter; common ones do not.
// status: stable
// since: 0.1.0
// param a: account, key, one account
// param b: account, key, the other account
// returns relation: text, how posts carry it (ON: the domain of a link)
// returns label: text, what kind of thing it is
// returns object: text, its key
// returns posts_a: int, posts of the first account with it
// returns posts_b: int, posts of the other account with it
// returns all_accounts: int, accounts of the whole case that share it

CALL () {
  CALL () {
    MATCH (:Account {key: $a})-[:POSTED]->(p)-[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]->(o)
    RETURN type(r) AS relation, o, count(DISTINCT p) AS posts_a, 0 AS posts_b
    UNION ALL
    MATCH (:Account {key: $b})-[:POSTED]->(q)-[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]->(o)
    RETURN type(r) AS relation, o, 0 AS posts_a, count(DISTINCT q) AS posts_b
    UNION ALL
    MATCH (:Account {key: $a})-[:POSTED]->(p)-[:LINKS_TO]->()-[:ON]->(o)
    RETURN 'ON' AS relation, o, count(DISTINCT p) AS posts_a, 0 AS posts_b
    UNION ALL
    MATCH (:Account {key: $b})-[:POSTED]->(q)-[:LINKS_TO]->()-[:ON]->(o)
    RETURN 'ON' AS relation, o, 0 AS posts_a, count(DISTINCT q) AS posts_b
  }
  WITH relation, o, sum(posts_a) AS posts_a, sum(posts_b) AS posts_b
  WHERE posts_a > 0 AND posts_b > 0
  RETURN relation, o, posts_a, posts_b
}
WITH relation, o, posts_a, posts_b,
     CASE relation
       WHEN 'ON' THEN COUNT { MATCH (o)<-[:ON]-()<-[:LINKS_TO]-()<-[:POSTED]-(x) RETURN DISTINCT x }
       ELSE COUNT { MATCH (o)<-[t:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]-()<-[:POSTED]-(x) WHERE type(t) = relation RETURN DISTINCT x }
     END AS all_accounts
RETURN relation, head(labels(o)) AS label, o.key AS object, posts_a, posts_b, all_accounts
ORDER BY all_accounts, posts_a + posts_b DESC, relation, object
LIMIT $limit
