// Make the graph this case's; one that an older declaration wrote has to be written anew.
MERGE (c:Case {id: $id})
SET c.writing = CASE WHEN coalesce(c.schema, $schema) = $schema THEN c.writing ELSE 'rebuild' END
SET c.schema = $schema
