MATCH (:Cluster {key: $cluster})<-[m:MEMBER_OF {core: true}]-(:Account)
RETURN count(m) AS total
