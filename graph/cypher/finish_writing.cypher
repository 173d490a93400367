// What was begun is wholly in the graph.
MATCH (c:Case {id: $id})
SET c.writing = null
