// Version and edition of the server.
CALL dbms.components() YIELD name, versions, edition
RETURN versions[0] AS version, edition
ORDER BY name
LIMIT 1
