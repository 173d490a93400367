MATCH (a:Account {key: $account})-[l:CO_ACTED {run: $run}]-(:Account)
USING INDEX a:Account(key)
WHERE $status = 'any' OR l.status = $status
RETURN count(l) AS total
