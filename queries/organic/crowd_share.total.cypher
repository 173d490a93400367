MATCH (:Cluster {key: $cluster})<-[:MEMBER_OF]-(a:Account)-[:POSTED]->(:Post)-[r:TAGGED|LINKS_TO|MENTIONS|SHOWS|GIVES|REPLIES_TO|REPOSTS|QUOTES]->(o)
WITH type(r) AS relation, o, count(DISTINCT a) AS inside
WHERE inside >= $least
RETURN count(*) AS total
