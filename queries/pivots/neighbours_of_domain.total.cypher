MATCH (x:Domain {key: $domain})
CALL (x) {
  MATCH (x)<-[:ON]-(n:Url)<-[:LINKS_TO]-(p:Post)
  WHERE $relation IN ['any', 'urls']
  RETURN count(DISTINCT n) AS found
  UNION ALL
  MATCH (x)<-[:ON]-(:Url)<-[:LINKS_TO]-(p:Post)<-[:POSTED]-(n:Account)
  WHERE $relation IN ['any', 'accounts']
  RETURN count(DISTINCT n) AS found
}
RETURN sum(found) AS total
