// Whose graph this is: the markers' ids, and how many nodes there are of any kind.
OPTIONAL MATCH (c:Case)
WITH collect(c.id) AS ids, max(c.schema) AS schema
RETURN ids, schema, COUNT { (n) } AS nodes
ORDER BY nodes
LIMIT 1
