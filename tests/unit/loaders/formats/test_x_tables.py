"""X in tables: twitwi, information operations, the 2018 trolls in both layouts, TwiBot-20."""

from pathlib import Path

from case.tables import read_accounts, read_actions, read_posts
from tests.unit.loaders.writing import load_one, write_csv, write_json


def test_twitwi_lists_are_split_and_local_time_is_not_used(tmp_path: Path) -> None:
    head = ("id", "timestamp_utc", "local_time", "user_screen_name", "text", "user_id", "retweeted_id", "to_tweetid",
    "quoted_id",
            "links", "hashtags", "mentioned_ids", "user_followers")  # fmt: skip
    row = ("100", "1733047231.0", "2024-12-01T15:00:31", "Ann_Quarry", "hood", "11", "", "90", "", "https://a.example/x|https://b.example/y",
           "hoodgate|recall", "12|13", "7")  # fmt: skip
    case, result = load_one(tmp_path, write_csv(tmp_path / "t.csv", [head, row]))
    assert result.format == "x-twitwi"
    (post,) = read_posts(case).collect().iter_rows(named=True)
    assert (str(post["at"]), post["reply_to"]) == ("2024-12-01 10:00:31+00:00", "x:90")
    done = set(read_actions(case).select("behaviour", "object").collect().iter_rows())
    assert {("url", "https://b.example/y"), ("hashtags", "#hoodgate #recall"), ("mention", "x:12")} <= done


def test_hashed_accounts_of_an_operation_have_no_names(tmp_path: Path) -> None:
    head = ("userid", "user_display_name", "user_screen_name", "user_reported_location", "user_profile_description",
            "follower_count", "following_count", "account_creation_date", "account_language")  # fmt: skip
    rows = [
        head,
        ("aXbY=", "aXbY=", "aXbY=", "", "", "2", "1", "2017-08-30", "en"),
        ("77", "Ann", "ann_q", "", "", "2", "1", "2017-08-30", "en"),
    ]
    case, result = load_one(tmp_path, write_csv(tmp_path / "u.csv", rows))
    assert result.format == "x-io-users"
    accounts = {row["id"]: row for row in read_accounts(case).collect().iter_rows(named=True)}
    assert (accounts["aXbY="]["handle"], accounts["aXbY="]["name"]) == (None, None)
    assert (accounts["77"]["handle"], str(accounts["77"]["created_at"])) == ("ann_q", "2017-08-30 00:00:00+00:00")


def test_tweets_of_an_operation_have_minutes_and_lists_without_quotes(tmp_path: Path) -> None:
    head = ("tweetid", "userid", "user_screen_name", "tweet_text", "tweet_time", "is_retweet", "retweet_tweetid",
    "in_reply_to_tweetid",
            "quoted_tweet_tweetid", "hashtags", "urls", "user_mentions", "like_count")  # fmt: skip
    rows = [
        head,
        (
            "5",
            "77",
            "ann_q",
            "RT @b: x",
            "2019-06-01 10:20",
            "true",
            "4",
            "",
            "",
            "[HoodGate, Recall]",
            "absent",
            "[12]",
            "3",
        ),
        ("6", "77", "ann_q", "plain", "2019-06-01 10:21", "false", "", "", "", "", "[https://a.example/x]", "", ""),
    ]
    case, result = load_one(tmp_path, write_csv(tmp_path / "t.csv", rows))
    assert result.format == "x-io-tweets"
    posts = {row["key"]: row for row in read_posts(case).collect().iter_rows(named=True)}
    assert (posts["x:5"]["repost_of"], posts["x:5"]["precision"]) == ("x:4", "minute")
    done = set(read_actions(case).select("post", "behaviour", "object").collect().iter_rows())
    assert {
        ("x:5", "hashtags", "#hoodgate #recall"),
        ("x:5", "mention", "x:12"),
        ("x:6", "url", "https://a.example/x"),
    } <= done


def test_troll_posts_by_author_get_their_handles_from_the_other_file(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    tweets = [("author_id", "content", "region", "language", "publish_date", "harvested_date", "following",
    "followers", "updates", "post_type", "retweet"),
              ("ann1", "'Wrapped text about the hood'", "", "English", "2016-01-02 03:04:00", "", "1", "2", "3", "",
              "0"),
              ("ann1", "Text of somebody else entirely", "", "English", "2016-01-02 03:05:00", "", "1", "4", "3", "R",
              "1")]  # fmt: skip
    authors = [
        ("author_id", "author", "external_author_id", "account_type", "account_category"),
        ("ann1", "Ann_Quarry", "8.4E+17", "", ""),
    ]
    write_csv(folder / "tweets.csv", tweets)
    write_csv(folder / "authors.csv", authors)
    case, _ = load_one(tmp_path, folder)
    (account,) = read_accounts(case).collect().iter_rows(named=True)
    assert (account["key"], account["handle"], account["followers"]) == ("x:ann1", "Ann_Quarry", 4)
    posts = read_posts(case).collect().sort("at")
    assert posts["kind"].to_list() == ["post", "repost"]
    assert posts["text"][0] == "Wrapped text about the hood"
    assert posts["precision"].to_list() == ["minute", "minute"]


def test_the_first_release_takes_true_ids_from_the_articles_address(tmp_path: Path) -> None:
    head = ("external_author_id", "author", "content", "region", "language", "publish_date", "following", "followers",
    "post_type", "retweet",
            "tweet_id", "article_url", "tco1_step1", "tco2_step1", "tco3_step1")  # fmt: skip
    row = ("9.06E+17", "ANN_Q", "look https://t.co/a", "", "English", "10/1/17 19:58", "1", "2", "", "0", "9.1E+17",
           "http://twitter.com/905111/statuses/914222", "https://news.example/hood", "", "")  # fmt: skip
    case, result = load_one(tmp_path, write_csv(tmp_path / "t.csv", [head, row]))
    assert result.format == "x-trolls-538"
    (post,) = read_posts(case).collect().iter_rows(named=True)
    assert (post["key"], post["account"], str(post["at"])) == ("x:914222", "x:905111", "2017-10-01 19:58:00+00:00")
    assert ("url", "https://news.example/hood") in set(
        read_actions(case).select("behaviour", "object").collect().iter_rows()
    )


def test_texts_without_ids_and_times_have_neither(tmp_path: Path) -> None:
    account = {"ID": "7", "profile": {"screen_name": "ann_q ", "followers_count": "12 ",
    "created_at": "Thu Jan 02 03:04:05 +0000 2020 "},
               "tweet": ["one text\n", "one text", "RT @b: other"], "neighbor": None, "domain": []}  # fmt: skip
    silent = {"ID": "8", "profile": {"screen_name": "ben_s "}, "tweet": None, "neighbor": None, "domain": []}
    case, result = load_one(tmp_path, write_json(tmp_path / "t.json", [account, silent]))
    assert (result.records, result.used, result.duplicates, result.accounts) == (3, 2, 1, 2)
    assert set(read_posts(case).collect()["precision"]) == {"none"}
    assert sorted(read_accounts(case).collect()["handle"].to_list()) == ["ann_q", "ben_s"]
