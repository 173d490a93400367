import hashlib

from campaign.__main__ import main
from campaign.generating import generate
from campaign.planning import Plan

TINY = Plan(scale=0.002)


def digest(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]


def test_the_same_plan_and_seed_give_the_same_bytes(tmp_path):
    generate(tmp_path / "a", plan=TINY, seed=3)
    generate(tmp_path / "b", plan=TINY, seed=3)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_another_seed_gives_another_sample(tmp_path):
    generate(tmp_path / "a", plan=TINY, seed=3)
    generate(tmp_path / "b", plan=TINY, seed=4)
    assert digest(tmp_path / "a") != digest(tmp_path / "b")


def test_a_second_sample_replaces_the_first(tmp_path):
    generate(tmp_path, plan=TINY, seed=3)
    first = digest(tmp_path)
    generate(tmp_path, plan=TINY, seed=4)
    generate(tmp_path, plan=TINY, seed=3)
    assert digest(tmp_path) == first


def test_the_summary_counts_the_rows_of_every_file(sample):
    counts = {path.parts[len(sample.folder.parts)]: 0 for path in sample.summary.files}
    for path, posts in sample.summary.files.items():
        counts[path.parts[len(sample.folder.parts)]] += posts
    assert counts["weibo"] == len(sample.weibo())
    assert counts["forum"] == len(sample.forum())
    assert counts["x"] == sum(len(page["data"]) for page in sample.pages())
    assert sum(counts.values()) == sample.summary.posts


def test_accounts_follow_the_scale():
    plan = Plan(scale=0.03)
    assert sum(plan.groups()) == 300
    assert plan.organic() == 1_800
    assert sum(Plan(scale=1).groups()) == 10_000
    assert Plan(scale=1).organic() == 60_000


def test_groups_grow_in_number_and_size_with_the_scale():
    small, large = Plan(scale=0.03).groups(), Plan(scale=1).groups()
    assert len(small) < len(large)
    assert small[0] < large[0]
    assert min(small) >= 16


def test_progress_is_told_in_posts(tmp_path):
    told = []
    summary = generate(tmp_path, plan=TINY, seed=1, progress=lambda *step: told.append(step))
    assert told[-1] == ("write", summary.posts, summary.posts)
    done = [count for step, count, _ in told if step == "write"]
    assert done == sorted(done)


def test_the_command_writes_a_sample(tmp_path, capsys):
    assert main([str(tmp_path), "--scale", "0.002", "--seed", "3"]) == 0
    assert "planted groups" in capsys.readouterr().out
    assert (tmp_path / "truth" / "parameters.json").is_file()


def test_the_command_can_plant_nothing(tmp_path, capsys):
    assert main([str(tmp_path), "--scale", "0.002", "--null"]) == 0
    assert " 0 of them in 0 planted groups" in capsys.readouterr().out
