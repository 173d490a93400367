// Loads that left the record.
MATCH (l:Load)
WHERE NOT l.key IN $loads
DETACH DELETE l
