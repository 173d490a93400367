// The desk is wholly in the graph.
MATCH (c:Case {id: $id})
SET c.desk = $desk
