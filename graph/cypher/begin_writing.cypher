// From here on the graph is not in step with the record, until finish_writing.
MATCH (c:Case {id: $id})
SET c.writing = $what
