"""`python -m campaign FOLDER --scale 0.03 --seed 1`: write the sample campaign and print what was written."""

import argparse
import sys

from campaign.generating import generate
from campaign.planning import Difficulty, Plan


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m campaign", description="Write the invented sample campaign.")
    parser.add_argument("folder", help="where weibo/, x/, forum/ and truth/ are written")
    parser.add_argument("--scale", type=float, default=0.03, help="1 = 10,000 campaign accounts (default 0.03)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--null", action="store_true", help="plant nothing")
    parser.add_argument("--substitution", type=float, default=0.4, help="highest share of replaced characters, to 0.6")
    given = parser.parse_args(arguments)
    difficulty = Difficulty(substitution=(0.0, given.substitution))
    plan = Plan(scale=given.scale, campaign=not given.null, difficulty=difficulty)
    summary = generate(given.folder, plan=plan, seed=given.seed, progress=_report)
    print(file=sys.stderr)
    for name, posts in summary.files.items():
        print(f"{posts:>9} posts  {name.relative_to(summary.folder)}")
    print(f"{summary.accounts} accounts, {summary.campaign_accounts} of them in {summary.groups} planted groups;")
    print(f"{summary.posts} posts, {summary.campaign_posts} of them in {summary.operations} operations.")
    return 0


def _report(step: str, done: int, total: int | None) -> None:
    print(f"\r{step} {done:,}{f' of {total:,}' if total else ''}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
