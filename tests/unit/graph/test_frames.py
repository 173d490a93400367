"""The frames of the graph follow from the record."""

import pytest

from case.folder import Case
from graph.fingerprint import expected_digests, expected_fingerprint
from graph.frames import node_frame, relationship_frame
from graph.record import LONGEST_KEY
from graph.rows import parameters
from graph.schema import NODES, RELATIONSHIPS
from tests.integration.graph_record import (
    ANN,
    BEN,
    CAI,
    STRANGER,
    write_desk_items,
    write_first_load,
    write_found_run,
    write_second_load,
)


def test_an_empty_case_has_empty_frames(case: Case) -> None:
    for node in NODES:
        if node.label != "Case":
            assert node_frame(case, node.label).collect().is_empty()
    for tie in RELATIONSHIPS:
        assert relationship_frame(case, tie.type).collect().is_empty()


def test_authors_and_mentioned_accounts_without_profile_are_unseen(case: Case) -> None:
    write_first_load(case)
    accounts = node_frame(case, "Account").select("key", "seen").collect()
    assert dict(accounts.iter_rows()) == {ANN: True, BEN: True, CAI: False, STRANGER: False}


def test_a_domain_belongs_to_the_addresses_whose_host_it_ends(case: Case) -> None:
    write_first_load(case)
    assert relationship_frame(case, "ON").collect().rows() == [("https://a.shop.example/p?q=1", "shop.example")]


def test_keys_fit_an_index_entry(case: Case) -> None:
    write_first_load(case)
    assert max(len(key) for key in node_frame(case, "Media").collect()["key"]) == LONGEST_KEY + 65


def test_only_the_winning_version_of_a_post_points_to_things(case: Case) -> None:
    write_first_load(case)
    write_second_load(case)
    tagged = relationship_frame(case, "TAGGED").collect()
    assert sorted(tagged.rows()) == [("weibo:1", "edited"), ("weibo:50", "car")]


def test_loads_and_places_are_not_in_the_fingerprint(case: Case) -> None:
    write_first_load(case, "L-0001")
    before = expected_fingerprint(case)
    (case.tables / "L-0001").rename(case.tables / "L-0009")
    assert expected_fingerprint(case) == before


@pytest.mark.parametrize(
    ("write", "changed"),
    [
        (write_second_load, {"Account", "Post", "Hashtag", "Url", "Domain", "POSTED", "TAGGED", "LINKS_TO", "ON"}),
        (write_found_run, {"Run", "Cluster", "Template", "CO_ACTED", "MEMBER_OF", "FOUND_BY", "CURRENT", "SAYS"}),
        (write_desk_items, {"Verdict", "Note", "Event", "ABOUT"}),
    ],
)
def test_a_change_of_the_record_changes_its_part_of_the_fingerprint(
    case: Case, write: object, changed: set[str]
) -> None:
    write_first_load(case)
    before = expected_digests(case)
    assert callable(write)
    write(case)
    after = expected_digests(case)
    assert {name for name in after if after[name] != before[name]} == changed


def test_times_travel_as_whole_seconds_and_the_rest(case: Case) -> None:
    write_first_load(case)
    accounts = node_frame(case, "Account").sort("key").collect()
    first = next(parameters(accounts, moment="created_at"))
    assert (first["key"], first["seconds"], first["nanoseconds"]) == (ANN, -86401, 999_999_000)
    assert "created_at" not in first["set"]
