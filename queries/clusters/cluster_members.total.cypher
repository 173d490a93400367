MATCH (:Cluster {key: $cluster})<-[m:MEMBER_OF]-(:Account)
WHERE $grade = 'any' OR m.core = ($grade = 'core')
RETURN count(m) AS total
