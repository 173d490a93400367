// title: Links by behaviour
// question: By what do accounts act together: texts, links, tags, reposts, and how close in time?
// misleads: Behaviours nest (a link lies in a domain), so their counts overlap. More links in a wider window is arithmetic.
// status: stable
// since: 0.1.0
// param run: run = current, key, the detection run
// returns behaviour: text, what was done together; * for all behaviours combined
// returns window_seconds: float, how close in time
// returns status: text, validated or candidate
// returns links: int, links
// returns accounts: int, accounts with such a link
// returns median_occasions: float, occasions of the middle link
// scans: CO_ACTED: all links of the run are compared

MATCH (a)-[l:CO_ACTED {run: $run}]->(b)
WITH l.behaviour AS behaviour, l.window_seconds AS window_seconds, l.status AS status, count(l) AS links,
     percentileCont(l.occasions, 0.5) AS median_occasions, collect(a.key) + collect(b.key) AS ends
RETURN behaviour, window_seconds, status, links, COUNT { UNWIND ends AS end RETURN DISTINCT end } AS accounts, median_occasions
ORDER BY links DESC, behaviour, window_seconds, status
LIMIT $limit
