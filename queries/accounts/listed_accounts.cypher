// title: A list of accounts in the data
// question: Which accounts of a list are in the exports, and in which groups are they?
// misleads: A list says whom somebody suspects. An account that is missing here was not collected, which clears nobody;
//   use the list test to ask whether the listed accounts act together.
// status: stable
// since: 0.1.0
// param accounts: accounts, keys, the accounts of the list
// param run: run = current, key, the detection run
// returns account: account, the account of the list
// returns in_data: bool, whether it is in the graph
// returns handle: text, its handle or name
// returns posts: int, posts in the exports
// returns links: int, accounts it is linked to
// returns clusters: list, clusters it belongs to

UNWIND $accounts AS wanted
WITH DISTINCT wanted
OPTIONAL MATCH (a:Account {key: wanted})
RETURN wanted AS account, a IS NOT NULL AS in_data, coalesce(a.handle, a.name) AS handle,
       COUNT { (a)-[:POSTED]->() } AS posts,
       COUNT { MATCH (a)-[:CO_ACTED {run: $run}]-(b:Account) RETURN DISTINCT b } AS links,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster) RETURN c.key ORDER BY c.key } AS clusters
ORDER BY in_data DESC, links DESC, posts DESC, account
LIMIT $limit
