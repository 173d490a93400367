MATCH (:Account {key: $account})-[l:CO_ACTED {run: $run}]-(:Account)
WHERE $status = 'any' OR l.status = $status
RETURN count(l) AS total
