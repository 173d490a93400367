import re
from collections import Counter
from datetime import UTC, datetime, timedelta

from campaign.weibo_rows import bid

WEIBO_HEAD = (
    "id,bid,user_id,用户昵称,微博正文,头条文章url,发布位置,艾特用户,话题,转发数,评论数,点赞数,发布时间,发布工具,"
    "微博图片url,微博视频url,retweet_id,ip,user_authentication,会员类型,会员等级\r\n"
)


def test_weibo_files_begin_like_those_of_weibo_search(sample):
    paths = sorted((sample.folder / "weibo" / "结果文件").rglob("*.csv"))
    assert len(paths) == 4
    for path in paths:
        assert path.parent.name == path.stem
        assert path.read_bytes().startswith(b"\xef\xbb\xbf" + WEIBO_HEAD.encode())
        assert path.read_bytes().count(b"\xef\xbb\xbf") == 1


def test_weibo_times_are_chinese_to_the_minute(sample):
    for row in sample.weibo():
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", row["发布时间"])
        second = (int(row["id"]) >> 22) + 515_483_463
        shown = datetime.fromtimestamp(second, UTC) + timedelta(hours=8)
        assert row["发布时间"] == f"{shown:%Y-%m-%d %H:%M}"


def test_no_weibo_post_comes_twice(sample):
    ids = [row["id"] for row in sample.weibo()]
    assert len(ids) == len(set(ids))


def test_every_reposted_weibo_post_has_a_row_of_its_own(sample):
    rows = sample.weibo()
    ids = {row["id"] for row in rows}
    reposts = [row for row in rows if row["retweet_id"]]
    assert reposts
    assert all(row["retweet_id"] in ids for row in reposts)
    assert any(not row["user_authentication"] for row in rows)


def test_short_ids_are_those_of_the_long_ids():
    assert bid(5106906590157419) == "P2TFF0EX1"
    assert bid(10_000_000) == "10000"


def test_weibo_texts_hold_their_hashtags_and_no_spaces(sample):
    for row in sample.weibo():
        assert " " not in row["微博正文"]
        assert row["微博正文"]
        assert all(f"#{tag}#" in row["微博正文"] for tag in row["话题"].split(",") if tag)


def test_x_pages_hold_the_users_and_posts_that_they_refer_to(sample):
    for page in sample.pages():
        users = {user["id"]: user for user in page["includes"]["users"]}
        tweets = {tweet["id"] for tweet in page["includes"].get("tweets", [])}
        assert page["meta"]["result_count"] == len(page["data"]) <= 100
        for tweet in page["data"]:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", tweet["created_at"])
            assert tweet["author_id"] in users
            for reference in tweet.get("referenced_tweets", []):
                assert reference["id"] in tweets
            for mention in tweet.get("entities", {}).get("mentions", []):
                assert users[mention["id"]]["username"] == mention["username"]


def test_x_entities_stand_where_they_say(sample):
    for page in sample.pages():
        for tweet in [*page["data"], *page["includes"].get("tweets", [])]:
            for kind, head, field in (("hashtags", "#", "tag"), ("mentions", "@", "username"), ("urls", "", "url")):
                for one in tweet.get("entities", {}).get(kind, []):
                    assert tweet["text"][one["start"] : one["end"]] == head + one[field]


def test_x_has_reposts_replies_and_quotes(sample):
    kinds = Counter(
        reference["type"]
        for page in sample.pages()
        for tweet in page["data"]
        for reference in tweet.get("referenced_tweets", [])
    )
    assert set(kinds) == {"retweeted", "replied_to", "quoted"}


def test_long_x_posts_carry_their_whole_text(sample):
    tweets = [tweet for page in sample.pages() for tweet in page["data"]]
    long = [tweet for tweet in tweets if "note_tweet" in tweet]
    assert long
    assert all(tweet["text"].endswith("…") and len(tweet["note_tweet"]["text"]) > 280 for tweet in long)


def test_forum_times_are_chinese_to_the_second_and_answers_name_their_thread(sample):
    rows = sample.forum()
    threads = {row["帖子ID"]: row for row in rows if row["类型"] == "主题"}
    for row in rows:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", row["发帖时间"])
        if row["类型"] == "回复":
            assert threads[row["回复帖子ID"]]["发帖时间"] <= row["发帖时间"]
            assert row["主题ID"] == row["回复帖子ID"]


def test_some_dates_of_registration_are_missing(sample):
    missing = sum(not row["注册时间"] for row in sample.forum())
    assert 0 < missing < len(sample.forum())


def test_the_column_mapping_names_columns_of_the_forum(sample):
    (table, mapping), *_ = sample.summary.columns.items()
    head = table.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    named = re.findall(r'^\w+ = "([^"]+)"$', mapping.read_text(encoding="utf-8").split("[columns]")[1], re.MULTILINE)
    assert set(named) <= set(head)
