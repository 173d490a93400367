// What is in the graph by its own word: what is being written and how far that is, which loads, which run, which desk.
MATCH (c:Case {id: $id})
OPTIONAL MATCH (c)-[:CURRENT]->(r:Run)
RETURN c.writing AS writing, c.basis AS basis, c.reached_label AS label, c.reached_key AS key, c.desk AS desk,
  r.key AS run, COLLECT { MATCH (l:Load) RETURN l.key ORDER BY l.key } AS loads
ORDER BY run
LIMIT 1
