// The server's own word on the settings that make it safe.
SHOW SETTINGS $names YIELD name, value
RETURN name, value
ORDER BY name
LIMIT 100
