MATCH path = (o:Post {key: $post})<-[:REPOSTS|QUOTES*1..6]-(p:Post)<-[:POSTED]-(a:Account)
RETURN path
ORDER BY p.at, p.key
SKIP $skip LIMIT $limit
