// title: Accounts by handle
// question: Which accounts carry one of these handles or names?
// misleads: Handles change hands and names repeat: the same handle on two platforms need not be one person.
// status: stable
// since: 0.1.0
// param names: texts, -, handles or names, written exactly
// returns account: account, the account
// returns platform: text, the platform
// returns id: text, its id on the platform
// returns handle: text, the handle
// returns name: text, the shown name
// returns posts: int, its posts in the exports

CALL () {
  MATCH (a:Account)
  WHERE a.handle IN $names
  RETURN a
  UNION
  MATCH (a:Account)
  WHERE a.name IN $names
  RETURN a
}
RETURN a.key AS account, a.platform AS platform, a.id AS id, a.handle AS handle, a.name AS name,
       COUNT { (a)-[:POSTED]->() } AS posts
ORDER BY posts DESC, account
LIMIT $limit
