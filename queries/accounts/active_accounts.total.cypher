MATCH (a:Account)
WHERE ($platform IS NULL OR a.platform = $platform) AND EXISTS { (a)-[:POSTED]->() }
RETURN count(a) AS total
