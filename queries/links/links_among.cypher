// title: Links among a list of accounts
// question: Which of these accounts are linked with each other?
// misleads: Links are shown only where the run kept them. Accounts without a link here may still share much, by chance or not.
// status: stable
// since: 0.1.0
// param accounts: accounts, keys, the accounts
// param run: run = current, key, the detection run
// returns a: account, one account (the lower key)
// returns b: account, the other account
// returns behaviour: text, what they did together; * for all behaviours combined
// returns window_seconds: float, how close in time
// returns occasions: int, independent occasions
// returns q: float, expected share of false links among those at least as clear
// returns status: text, validated or candidate

MATCH (a:Account)-[l:CO_ACTED {run: $run}]->(b:Account)
WHERE a.key IN $accounts AND b.key IN $accounts
RETURN a.key AS a, b.key AS b, l.behaviour AS behaviour, l.window_seconds AS window_seconds, l.occasions AS occasions,
       l.q AS q, l.status AS status
ORDER BY q, occasions DESC, a, b, behaviour, window_seconds
LIMIT $limit
