// title: Hours of an account
// question: At which hours of the day does this account post?
// misleads: Office hours are kept by office workers, shop accounts and scheduled posts alike; another time zone shifts all.
// status: stable
// since: 0.1.0
// param account: account, key, the account
// param zone: text = UTC, IANA name, the time zone whose hours are counted
// returns hour: int, hour of the day in that zone (0 to 23)
// returns posts: int, posts in that hour whose time is known to the minute at least
// returns days: int, days on which it posted in that hour

MATCH (:Account {key: $account})-[:POSTED]->(p:Post)
WHERE p.precision IN ['second', 'minute']
WITH datetime({datetime: p.at, timezone: $zone}) AS moment
RETURN moment.hour AS hour, count(*) AS posts, count(DISTINCT date(moment)) AS days
ORDER BY hour
LIMIT $limit
