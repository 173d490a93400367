// title: What is known of accounts
// question: How complete are the profiles on each platform, and what do their keys rest on?
// misleads: Where an account is known by its shown name only, two people of one name are one account and one person who
//   renames is two.
// status: stable
// since: 0.1.0
// returns platform: text, the platform
// returns identity: text, what keys rest on: id, name or masked; empty for accounts that are only referred to
// returns accounts: int, accounts
// returns with_created_at: int, with the day on which they were made
// returns with_followers: int, with followers
// returns with_region: int, with a region
// returns without_posts: int, without a post in the exports
// scans: Account: every account of the case is counted

MATCH (a:Account)
WITH coalesce(a.platform, '') AS platform, coalesce(a.identity, '') AS identity, count(a) AS accounts,
     count(a.created_at) AS with_created_at, count(a.followers) AS with_followers, count(a.region) AS with_region,
     count(CASE WHEN EXISTS { (a)-[:POSTED]->() } THEN null ELSE 1 END) AS without_posts
RETURN platform, identity, accounts, with_created_at, with_followers, with_region, without_posts
ORDER BY platform, accounts DESC, identity
LIMIT $limit
