// Must be refused: the setting that forbids it is internal, so that SHOW SETTINGS does not list it.
LOAD CSV FROM $address AS line
RETURN line
ORDER BY line
LIMIT 1
