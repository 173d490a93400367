// The load is wholly in the graph.
MATCH (c:Case {id: $id})
SET c.writing = null
MERGE (:Load {key: $load})
