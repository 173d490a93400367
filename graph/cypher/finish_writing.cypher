// What was begun is wholly in the graph.
MATCH (c:Case {id: $id})
SET c.writing = null, c.basis = null, c.reached_label = null, c.reached_key = null
