// From here on the graph is not in step with the record, until finish_writing. An earlier try is forgotten.
MATCH (c:Case {id: $id})
SET c.writing = $what, c.basis = $basis, c.reached_label = null, c.reached_key = null
