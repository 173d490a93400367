// title: Profile of an account
// question: Who is this account: profile, activity, groups and judgements?
// misleads: An empty field means that the export did not show it, not that the account hides it. Young accounts with few
//   followers are mostly ordinary newcomers.
// status: stable
// since: 0.1.0
// param account: account, key, the account
// param run: run = current, key, the detection run
// returns account: account, the account
// returns platform: text, the platform
// returns id: text, its id on the platform
// returns handle: text, the handle
// returns name: text, the shown name
// returns bio: text, what it says about itself
// returns region: text, the place that the platform shows
// returns verified: bool, whether the platform verified it
// returns created_at: time, when it was made
// returns followers: int, followers
// returns following: int, accounts it follows
// returns identity: text, what the key rests on: id, name or masked
// returns seen: bool, whether its profile or posts are in an export, or it was only referred to
// returns posts: int, its posts in the exports
// returns first_at: time, first of them
// returns last_at: time, last of them
// returns linked_accounts: int, accounts it is linked to
// returns clusters: list, clusters it belongs to
// returns verdict: text, latest judgement of a person on it, if any
// returns loads: list, loads in which it appears

MATCH (a:Account {key: $account})
CALL (a) {
  OPTIONAL MATCH (a)-[:POSTED]->(p:Post)
  RETURN count(p) AS posts, min(p.at) AS first_at, max(p.at) AS last_at
}
RETURN a.key AS account, a.platform AS platform, a.id AS id, a.handle AS handle, a.name AS name, a.bio AS bio, a.region AS region,
       a.verified AS verified, a.created_at AS created_at, a.followers AS followers, a.following AS following,
       a.identity AS identity, a.seen AS seen, posts, first_at, last_at,
       COUNT { MATCH (a)-[:CO_ACTED {run: $run}]-(b:Account) RETURN DISTINCT b } AS linked_accounts,
       COLLECT { MATCH (a)-[:MEMBER_OF]->(c:Cluster {run: $run}) RETURN c.key ORDER BY c.key } AS clusters,
       head(COLLECT { MATCH (v:Verdict)-[:ABOUT]->(a) RETURN v.judgement ORDER BY v.at DESC, v.key }) AS verdict,
       a.loads AS loads
ORDER BY account
LIMIT $limit
