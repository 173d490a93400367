from case.folder import Case
from case.history import former_names, name_history
from case.rows import Account, AccountKey
from case.tables import PartWriter, read_accounts

KEY = AccountKey("x:1")


def _load(case: Case, load: str, collected_at: int | None, *names: tuple[str, str | None]) -> None:
    profiles = [Account(KEY, "x", "1", handle=handle, name=name, place=n) for n, (handle, name) in enumerate(names, 1)]
    with PartWriter(case, load) as part:
        part.add(profiles, [], [], source=load * 8, file=f"{load}.csv", collected_at=collected_at)


def test_names_are_told_in_the_order_of_collection_whatever_was_loaded_first(case: Case) -> None:
    _load(case, "L-2", 200, ("third", "Zoe"))
    _load(case, "L-1", 100, ("first", "Zoe"), ("second", None))
    history = [(row["handle"], row["name"], row["file"], row["place"]) for row in name_history(case, KEY)]
    assert history == [("first", "Zoe", "L-1.csv", 1), ("second", None, "L-1.csv", 2), ("third", "Zoe", "L-2.csv", 1)]
    assert former_names(case, KEY, now=("third", "Zoe")) == ("first", "second")


def test_the_last_profile_of_one_file_is_the_present_one(case: Case) -> None:
    _load(case, "L-1", None, ("zz", "B"), ("aa", None))
    (row,) = read_accounts(case).collect().iter_rows(named=True)
    assert (row["handle"], row["name"], row["place"]) == ("aa", "B", 2)


def test_an_account_that_was_never_renamed_has_no_former_names(case: Case) -> None:
    _load(case, "L-1", 1, ("one", "A"))
    _load(case, "L-2", 2, ("one", "A"))
    assert len(name_history(case, KEY)) == 1
    assert former_names(case, KEY, now=("one", "A")) == ()
