// Make the graph this case's; one that an older declaration wrote has to be written anew, from the beginning.
MERGE (c:Case {id: $id})
WITH c, coalesce(c.schema, $schema) <> $schema AS older
SET c.writing = CASE WHEN older THEN 'rebuild' ELSE c.writing END,
  c.basis = CASE WHEN older THEN null ELSE c.basis END,
  c.schema = $schema
