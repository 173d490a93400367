// How far the writing is: in one transaction with the rows up to there.
MATCH (c:Case {id: $id})
SET c.reached_label = $label, c.reached_key = $key
