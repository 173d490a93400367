// The templates of the run that becomes the current one.
MATCH (t:Template)
WHERE t.key IN $keys
SET t.run = $run
