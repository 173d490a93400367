MATCH ()-[l:CO_ACTED {run: $run}]->()
WHERE l.behaviour = coalesce($behaviour, '*') AND ($status = 'any' OR l.status = $status)
RETURN count(l) AS total
