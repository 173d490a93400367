// These loads are wholly in the graph.
UNWIND $loads AS load
MERGE (:Load {key: load})
