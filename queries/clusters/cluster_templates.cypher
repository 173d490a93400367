// title: Templates that a cluster follows
// question: Which patterns with slots do the posts of the group follow, and how many of its accounts?
// misleads: Share buttons, games, petitions and quoted statements are patterns too, and owners who copy a complaint follow
//   one. Free rewording leaves no pattern, so none found does not mean that nothing was copied.
// status: stable
// since: 0.1.0
// param cluster: cluster, key, the cluster
// param least: int = 2, accounts, leave out templates that fewer accounts of the cluster follow
// param run: run = current, key, the detection run whose templates are shown
// returns template: template, the template
// returns text: text, the pattern, each slot shown as […]; without a pattern, the most typical text
// returns fixed_share: float, share of its words that are fixed; 0 where the texts share no pattern
// returns slots: int, its slots
// returns accounts: int, accounts of the cluster that follow it
// returns posts: int, their posts
// returns first_by: account, the account that followed it first
// returns first_at: time, the first of them
// returns last_at: time, the last of them

MATCH (:Cluster {key: $cluster})<-[:MEMBER_OF]-(a:Account)-[:POSTED]->(p:Post)-[:SAYS]->(t:Template {run: $run})
WITH t, a, p
ORDER BY p.at, p.key
WITH t, count(DISTINCT a) AS accounts, count(DISTINCT p) AS posts, head(collect(a.key)) AS first_by,
     min(p.at) AS first_at, max(p.at) AS last_at
WHERE accounts >= $least
RETURN t.key AS template, t.text AS text, t.fixed_share AS fixed_share, t.slots AS slots, accounts, posts, first_by,
       first_at, last_at
ORDER BY fixed_share > 0 DESC, accounts DESC, posts DESC, template
LIMIT $limit
