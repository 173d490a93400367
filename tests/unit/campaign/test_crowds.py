from collections import Counter, defaultdict
from datetime import UTC, datetime

from campaign.people import HOBBIES
from campaign.story import EVENTS


def crowd_of(sample):
    return {row["account"]: row["crowd"] for row in sample.truth("accounts")}


def minutes_after_original(sample, crowd):
    crowds = crowd_of(sample)
    rows = {row["id"]: row for row in sample.weibo()}
    for row in rows.values():
        if row["retweet_id"] and crowds[f"weibo:{row['user_id']}"] == crowd:
            original = rows[row["retweet_id"]]
            gap = datetime.fromisoformat(row["发布时间"]) - datetime.fromisoformat(original["发布时间"])
            yield crowds[f"weibo:{original['user_id']}"], gap.total_seconds() / 60


def test_fans_repost_their_star_within_minutes(null_sample):
    for crowd, star in (("fan_club", "official"), ("viral_circle_1", "viral_account")):
        gaps = sorted(gap for original, gap in minutes_after_original(null_sample, crowd) if original == star)
        assert len(gaps) > 50
        assert gaps[len(gaps) // 2] < 15


def test_dealers_repost_the_maker(null_sample):
    originals = Counter(original for original, _ in minutes_after_original(null_sample, "dealers"))
    assert originals.most_common(1)[0][0] == "official"


def test_editions_of_the_newsroom_say_the_same_in_the_same_minute(null_sample):
    crowds = crowd_of(null_sample)
    told = defaultdict(set)
    for row in null_sample.weibo():
        if crowds[f"weibo:{row['user_id']}"] == "newsroom" and "O网页链接" in row["微博正文"]:
            told[row["微博正文"].replace("#新能源汽车#", ""), row["发布时间"]].add(row["user_id"])
    assert sum(len(accounts) >= 3 for accounts in told.values()) > 50


def test_owners_complain_on_one_day_and_copy_the_statement(null_sample):
    crowds = crowd_of(null_sample)
    days = Counter(row["发布时间"][:10] for row in null_sample.weibo() if crowds[f"weibo:{row['user_id']}"] == "owners")
    wave = next(event for event in EVENTS if event.kind == "complaints")
    day = datetime.fromtimestamp(wave.starts_at / 1e6, UTC).strftime("%Y-%m-%d")
    assert days.most_common(1)[0][0] == day
    copies = [row for row in null_sample.weibo() if "环境温度低于零下五度时触发" in row["微博正文"]]
    assert len({row["user_id"] for row in copies}) >= 3


def test_everybody_writes_more_at_launches(null_sample):
    days = Counter(row["发布时间"][:10] for row in null_sample.weibo())
    busiest = {day for day, _ in days.most_common(8)}
    assert busiest & {"2024-12-19", "2025-02-13", "2025-04-18"}


def test_activity_has_a_heavy_tail(null_sample):
    posts = sorted(
        (int(row["posts"]) for row in null_sample.truth("accounts") if row["crowd"] == "audience"), reverse=True
    )
    assert sum(posts[: len(posts) // 10]) > 0.25 * sum(posts)


def test_some_bought_accounts_were_silent_before_they_were_switched_on(sample):
    bought = {row["account"] for row in sample.truth("accounts") if row["bought"] == "1"}
    assert bought
    first = {}
    for row in sample.truth("posts"):
        first.setdefault(row["account"], row["at"])
    started = [at for account, at in first.items() if account in bought]
    assert min(started) > "2024-12-10"


def test_members_were_registered_in_bursts(sample):
    born = {f"x:{user['id']}": user["created_at"][:10] for page in sample.pages() for user in page["includes"]["users"]}
    members = Counter(
        born[row["account"]] for row in sample.truth("accounts") if row["group"] and row["account"] in born
    )
    others = Counter(
        born[row["account"]] for row in sample.truth("accounts") if row["crowd"] and row["account"] in born
    )
    assert members.most_common(1)[0][1] >= 3
    assert others.most_common(1)[0][1] <= 2


def test_members_of_a_community_answer_each_other(sample):
    own = other = 0
    for hobby in HOBBIES:
        for original, _ in minutes_after_original(sample, f"community_{hobby}"):
            own += original == f"community_{hobby}"
            other += original != f"community_{hobby}"
    assert own > 0.4 * (own + other)


def test_the_list_of_suspects_holds_members_and_honest_people(sample):
    groups = {row["account"]: row["group"] for row in sample.truth("accounts")}
    listed = (sample.folder / "lists" / "suspects.txt").read_text(encoding="utf-8").split()
    assert len(listed) == len(set(listed))
    assert Counter(groups[account] for account in listed) == {"G01": 16, "": 5}
