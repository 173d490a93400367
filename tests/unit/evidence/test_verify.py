"""Every kind of tampering is found and named, with and without the manifests made anew."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from evidence import verify as standalone
from evidence.bag import MANIFEST, PUBLIC_KEY, SIGNATURE, TAG_MANIFEST, manifest
from evidence.exporting import Package
from evidence.verifying import verify

Copy = Callable[[], Path]
FIRST, SECOND = "data/exhibits/E-0001", "data/exhibits/E-0002"


def test_an_untouched_package_holds(sealed: Package) -> None:
    report = verify(sealed.package, key=sealed.key)
    assert report.problems == ()
    assert report.valid
    assert report.vouched


def test_bagit_tools_of_others_accept_the_package(sealed: Package) -> None:
    bag = bagit.Bag(str(sealed.package))
    bag.validate()
    assert bag.info["External-Identifier"]
    assert bag.info["Disclosure-Level"] == "full"


def test_the_first_line_says_that_nobody_vouched(sealed: Package) -> None:
    assert "nobody vouched" in verify(sealed.package).sentences[0]
    assert sealed.key in verify(sealed.package).sentences[0]


def test_a_fingerprint_is_taken_as_people_pass_it_on(sealed: Package) -> None:
    spoken = "SHA256:" + ":".join(sealed.key[i : i + 4].upper() for i in range(0, 64, 4))
    assert verify(sealed.package, key=spoken).vouched


def test_another_key_than_the_named_one_is_a_problem(sealed: Package) -> None:
    report = verify(sealed.package, key="0" * 64)
    assert not report.valid
    assert report.problems[0]["file"] == PUBLIC_KEY


def test_a_wrong_byte_in_any_file_is_found_and_the_file_named(copy: Copy) -> None:
    folder = copy()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size):
        name, content = file.relative_to(folder).as_posix(), file.read_bytes()
        for place in {0, len(content) // 2, len(content) - 1}:
            file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
            report = verify(folder)
            assert not report.valid, f"{name}, byte {place}"
            named = {problem["file"] for problem in report.problems}
            assert named & {name, SIGNATURE}, f"{name}, byte {place}: {named}"
        file.write_bytes(content)


@pytest.mark.parametrize("name", ["data/omissions.csv", f"{FIRST}/posts.csv", "verify.py", "bag-info.txt", SIGNATURE])
def test_a_missing_file_is_named(copy: Copy, name: str) -> None:
    folder = copy()
    (folder / name).unlink()
    assert name in _named(folder)


@pytest.mark.parametrize("name", ["data/more.csv", f"{FIRST}/posts2.csv", "more.txt", "data/exhibits/E-0009/posts.csv"])
def test_an_extra_file_is_named(copy: Copy, name: str) -> None:
    folder = copy()
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("post\r\n")
    assert name in _named(folder)


def test_a_link_to_the_outside_is_named_and_not_followed(copy: Copy, tmp_path: Path) -> None:
    folder = copy()
    (tmp_path / "outside").write_text("secret")
    (folder / "data/omissions.csv").unlink()
    (folder / "data/omissions.csv").symlink_to(tmp_path / "outside")
    problems = verify(folder).problems
    assert {"file": "data/omissions.csv", "problem": "is a link or a device, not a file"}.items() <= problems[0].items()
    assert "secret" not in json.dumps(problems)


def test_a_timestamp_token_may_be_added_later(copy: Copy) -> None:
    folder = copy()
    (folder / f"{TAG_MANIFEST}.tsr").write_bytes(b"token")
    assert verify(folder).valid


# What is left when whoever tampers makes the manifests anew


def test_manifests_made_anew_do_not_fit_the_signature(copy: Copy) -> None:
    folder = copy()
    _replace(folder / f"{FIRST}/posts.csv", "text", "TEXT")
    _make_manifests(folder)
    assert SIGNATURE in _named(folder)


def test_a_package_sealed_again_with_another_key_fails_against_the_true_fingerprint(
    copy: Copy, sealed: Package
) -> None:
    folder = copy()
    _seal_again(folder)
    assert [problem["file"] for problem in verify(folder, key=sealed.key).problems] == [PUBLIC_KEY]
    assert "nobody vouched" in verify(folder).sentences[0]


def _swap(folder: Path) -> None:
    (folder / FIRST).rename(folder / "aside")
    (folder / SECOND).rename(folder / FIRST)
    (folder / "aside").rename(folder / SECOND)


def _edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda folder: _replace(folder / name, old, new)


def _drop_line(name: str, part: str) -> Callable[[Path], None]:
    def drop(folder: Path) -> None:
        lines = (folder / name).read_bytes().split(b"\r\n")
        kept = [line for line in lines if part.encode() not in line]
        assert len(kept) == len(lines) - 1
        (folder / name).write_bytes(b"\r\n".join(kept))

    return drop


TAMPERING: dict[str, tuple[Callable[[Path], None], str, bool]] = {
    "a swapped exhibit": (_swap, f"{FIRST}/summary.json", False),
    "an edited text": (_edit(f"{FIRST}/posts.csv", "of 0, 2", "of 0, 9"), f"{FIRST}/posts.csv", True),
    "an edited time": (_edit(f"{FIRST}/posts.csv", "T02:53:22Z", "T02:53:21Z"), f"{FIRST}/posts.csv", True),
    "a post given to another account": (_edit(f"{FIRST}/posts.csv", "x:1-3,x:1,", "x:1-3,x:2,"),
                                        f"{FIRST}/posts.csv", True),
    "a dropped member": (_drop_line(f"{FIRST}/members.csv", "handle2"), f"{FIRST}/members.csv", False),
    "a member made core": (_edit(f"{FIRST}/members.csv", "x:3,false", "x:3,true"), f"{FIRST}/members.csv", True),
    "an edited name": (_edit(f"{FIRST}/members.csv", "Name 2", "Name 22"), f"{FIRST}/members.csv", True),
    "an edited q": (_edit(f"{FIRST}/links.csv", "1e-06", "1e-09"), f"{FIRST}/links.csv", True),
    "a shorter gap": (_edit(f"{FIRST}/shared.csv", "a.example,2.0", "a.example,1.0"), f"{FIRST}/shared.csv", True),
    "an edited subgraph": (_edit("data/subgraph/nodes.csv", "of 0, 2", "of 0, 9"), f"{FIRST}/posts.csv", True),
    "a dropped edge": (_drop_line("data/subgraph/edges.csv", "Account/x:0,Post/x:0-3"), f"{FIRST}/posts.csv", True),
    "an omission taken out": (_drop_line("data/omissions.csv", "E-0001,posts of wider"), "data/omissions.csv", False),
    "rejects kept quiet": (_drop_line("data/omissions.csv", "rejects"), "data/omissions.csv", False),
    "a dropped judgement": (_drop_line("data/judgements.csv", "V-0001"), "data/judgements.csv", False),
    "an edited log": (_edit("data/custody/journal.jsonl", '"an investigator"', '"somebody else"'),
                      "data/custody/journal.jsonl", True),
    "a shortened log": (lambda folder: _cut_last_line(folder / "data/custody/journal.jsonl"), "bag-info.txt", True),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_named_though_the_package_was_sealed_again(copy: Copy, what: str) -> None:
    tamper, file, with_line = TAMPERING[what]
    folder = copy()
    tamper(folder)
    _seal_again(folder)
    found = [problem for problem in verify(folder).problems if problem["file"] == file]
    assert found, verify(folder).sentences
    assert any(problem["line"] for problem in found) or not with_line


def test_a_redacted_log_line_keeps_the_chain_whole(copy: Copy) -> None:
    folder = copy()
    file = folder / "data/custody/journal.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    bare = [{name: value for name, value in line.items() if name not in ("details", "salt")} for line in lines]
    file.write_text("".join(json.dumps(line) + "\n" for line in bare))
    _seal_again(folder)
    assert verify(folder).valid


def test_broken_files_are_problems_and_not_the_end(copy: Copy) -> None:
    for name in ("data/subgraph/nodes.csv", "data/counts.csv", f"{FIRST}/summary.json", "bag-info.txt", MANIFEST):
        folder = copy()
        (folder / name).write_bytes(b"\xff\x00\r\n" * 3)
        assert name in _named(folder)


def test_hostile_texts_reach_no_terminal(copy: Copy) -> None:
    folder = copy()
    (folder / "data/\u001b[31mred").write_text("")
    assert all(line.isprintable() for line in verify(folder).sentences)


# The verifier alone


def test_the_verifier_needs_python_alone(copy: Copy, sealed: Package) -> None:
    result = _run(copy(), "--key", sealed.key)
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.startswith("Sealed with the key you named")


def test_the_verifier_says_no_with_exit_code_1(copy: Copy) -> None:
    folder = copy()
    _replace(folder / f"{FIRST}/posts.csv", "text", "TEXT")
    result = _run(folder, "--json")
    assert result.returncode == 1
    assert f"{FIRST}/posts.csv" in {problem["file"] for problem in json.loads(result.stdout)["problems"]}


def test_without_openssl_it_says_that_it_did_not_check_the_signature(copy: Copy) -> None:
    result = _run(copy(), path="")
    assert result.returncode == 3
    assert "not checked" in result.stdout


def test_a_forged_signature_is_seen_by_openssl(copy: Copy) -> None:
    assert shutil.which("openssl")
    folder = copy()
    (folder / SIGNATURE).write_bytes(bytes(64))
    result = _run(folder)
    assert result.returncode == 1
    assert SIGNATURE in result.stdout


def test_checking_leaves_nothing_behind(copy: Copy) -> None:
    folder = copy()
    before = sorted(folder.rglob("*"))
    _run(folder)
    assert sorted(folder.rglob("*")) == before


def test_the_verifier_in_the_package_is_the_one_of_this_version(sealed: Package) -> None:
    assert (sealed.package / "verify.py").read_bytes() == Path(standalone.__file__).read_bytes()


def _run(folder: Path, *arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": path} if path is not None else dict(os.environ)
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=folder.parent)


def _named(folder: Path) -> set[object]:
    report = verify(folder)
    assert not report.valid
    return {problem["file"] for problem in report.problems}


def _replace(file: Path, old: str, new: str) -> None:
    content = file.read_bytes()
    assert old.encode() in content, f"{old} is not in {file.name}"
    file.write_bytes(content.replace(old.encode(), new.encode(), 1))


def _cut_last_line(file: Path) -> None:
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(lines[:-1]))


def _make_manifests(folder: Path) -> None:
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    payload = [path for name, path in files.items() if name.startswith("data/")]
    info = (folder / "bag-info.txt").read_text().split("Payload-Oxum: ")[0]
    size = sum(path.stat().st_size for path in payload)
    (folder / "bag-info.txt").write_text(f"{info}Payload-Oxum: {size}.{len(payload)}\n")
    digests = {name: hashlib.sha512(path.read_bytes()).hexdigest() for name, path in sorted(files.items())}
    (folder / MANIFEST).write_bytes(manifest({name: d for name, d in digests.items() if name.startswith("data/")}))
    digests[MANIFEST] = hashlib.sha512((folder / MANIFEST).read_bytes()).hexdigest()
    tags = {n: d for n, d in digests.items() if not n.startswith("data/") and n not in (TAG_MANIFEST, SIGNATURE)}
    (folder / TAG_MANIFEST).write_bytes(manifest(tags))


def _seal_again(folder: Path) -> None:
    """Do what somebody does who has the package but not the key: make the manifests anew, sign with an own key."""
    key = Ed25519PrivateKey.generate()
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    own = standalone.Folder(folder)
    old = standalone._fingerprint(own)
    (folder / PUBLIC_KEY).write_bytes(pem)
    _replace(folder / "bag-info.txt", old, standalone._fingerprint(standalone.Folder(folder)))
    _make_manifests(folder)
    (folder / SIGNATURE).write_bytes(key.sign((folder / TAG_MANIFEST).read_bytes()))
