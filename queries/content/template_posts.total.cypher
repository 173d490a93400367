MATCH (:Template {key: $template})<-[:SAYS]-(p:Post)<-[:POSTED]-(:Account)
RETURN count(p) AS total
