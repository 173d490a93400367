import json
from collections import Counter
from datetime import datetime

from campaign.planning import Plan

GROUPS = {"G01": 40, "G02": 24, "G03": 24, "G04": 20, "G05": 20, "G06": 20}


def at(text):
    return datetime.fromisoformat(text)


def test_every_planted_group_has_the_planned_size(sample):
    groups = Counter(row["group"] for row in sample.truth("accounts") if row["group"])
    assert groups == GROUPS


def test_an_account_is_in_a_group_or_in_a_crowd_never_in_both(sample):
    for row in sample.truth("accounts"):
        assert bool(row["group"]) != bool(row["crowd"])
        assert bool(row["group"]) == bool(row["layer"])


def test_accounts_of_the_truth_are_those_of_the_files(sample):
    known = {row["account"] for row in sample.truth("accounts") if int(row["posts"])}
    seen = {f"weibo:{row['user_id']}" for row in sample.weibo()}
    seen |= {f"forum:{row['用户ID']}" for row in sample.forum()}
    seen |= {f"x:{tweet['author_id']}" for page in sample.pages() for tweet in page["data"]}
    assert seen == known


def test_posts_of_the_truth_are_in_the_files(sample):
    texts = sample.texts()
    assert all(row["post"] in texts for row in sample.truth("posts"))


def test_members_of_an_operation_are_those_who_posted_for_it(sample):
    posted = Counter()
    members = {}
    for row in sample.truth("posts"):
        posted[row["operation"]] += 1
        members.setdefault(row["operation"], set()).add(row["account"])
    for row in sample.truth("operations"):
        assert posted[row["operation"]] == int(row["posts"])
        assert len(members[row["operation"]]) == int(row["members"])


def test_operations_joined_are_listed_with_the_account(sample):
    joined = {
        (row["account"], name) for row in sample.truth("accounts") for name in row["operations"].split(";") if name
    }
    posted = {(row["account"], row["operation"]) for row in sample.truth("posts")}
    assert joined == posted


def test_members_join_as_often_as_the_plan_says(sample):
    operations = sample.truth("operations")
    low, high = Plan().difficulty.participation
    joined = sum(int(row["members"]) - 1 for row in operations if row["kind"] != "repost")
    possible = sum(int(row["eligible"]) for row in operations if row["kind"] != "repost")
    assert low < joined / possible < high
    assert abs(joined / possible - (low + high) / 2) < 0.06
    rates = [float(row["participation"]) for row in sample.truth("accounts") if row["group"]]
    assert low <= min(rates) < max(rates) <= high


def test_nobody_comes_later_than_four_times_the_jitter(sample):
    operations = {row["operation"]: row for row in sample.truth("operations")}
    delays = {}
    for row in sample.truth("posts"):
        operation = operations[row["operation"]]
        delay = (at(row["at"]) - at(operation["start"])).total_seconds()
        assert 0 <= delay <= 4 * float(operation["jitter_seconds"]) + 2
        if delay:
            delays.setdefault(row["operation"], []).append(delay / float(operation["jitter_seconds"]))
    ratios = [ratio for found in delays.values() for ratio in found]
    assert 0.8 < sum(ratios) / len(ratios) < 1.25


def test_jitter_and_substitution_stay_in_the_planned_ranges(sample):
    difficulty = Plan().difficulty
    for row in sample.truth("operations"):
        assert difficulty.jitter_seconds[0] <= float(row["jitter_seconds"]) <= difficulty.jitter_seconds[1]
        assert difficulty.substitution[0] <= float(row["substitution"]) <= difficulty.substitution[1]


def test_nobody_acts_before_being_registered(sample):
    born = {f"x:{user['id']}": user["created_at"] for page in sample.pages() for user in page["includes"]["users"]}
    for page in sample.pages():
        for tweet in page["data"]:
            assert born[f"x:{tweet['author_id']}"] < tweet["created_at"]


def test_parameters_tell_plan_seed_and_counts(sample):
    told = json.loads((sample.folder / "truth" / "parameters.json").read_text(encoding="utf-8"))
    assert told["seed"] == 7
    assert told["groups"] == GROUPS
    assert told["posts"] == sample.summary.posts == sum(told["files"].values())
    assert told["plan"]["crowds"]["complaint_wave"] is True


def test_three_launches_and_a_recall_are_told(sample):
    kinds = Counter(row["kind"] for row in sample.truth("events"))
    assert kinds == {"launch": 3, "complaints": 1, "recall": 1}


def test_a_null_sample_plants_nothing(null_sample):
    assert null_sample.summary.campaign_posts == null_sample.summary.campaign_accounts == 0
    assert null_sample.truth("operations") == null_sample.truth("posts") == []
    assert not any(row["group"] for row in null_sample.truth("accounts"))
    assert null_sample.summary.posts > 1_000


def test_crowds_can_be_switched_off(bare_sample):
    crowds = {row["crowd"] for row in bare_sample.truth("accounts")}
    assert crowds == {"audience", "official"}
    assert not any("O网页链接" in row["微博正文"] for row in bare_sample.weibo())
