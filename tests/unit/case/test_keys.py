import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from case.keys import KeySet, hash_keys, hash_rows, new_seed, repeats

_TEXTS = st.lists(st.text(alphabet="ab刹车", max_size=3), max_size=30)


@given(batches=st.lists(_TEXTS, max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_set_of_hashes_tells_what_a_set_of_texts_tells(batches: list[list[str]]) -> None:
    seed, hashed, plain = new_seed(), KeySet(), set[str]()
    for batch in batches:
        hashes = hash_keys(pa.array(batch, pa.string()), seed)
        assert hashed.holds(hashes).tolist() == [text in plain for text in batch]
        assert repeats(hashes).tolist() == [text in batch[:place] for place, text in enumerate(batch)]
        hashed.add(hashes)
        plain |= set(batch)


def test_one_set_takes_in_another() -> None:
    one, other = KeySet(), KeySet()
    hashes = hash_keys(pa.array(["a", "b", "c"]), 1)
    one.add(hashes[:1])
    other.add(hashes[1:2])
    one.take(other)
    assert one.holds(hashes).tolist() == [True, True, False]


def test_a_row_is_told_from_one_whose_cells_are_shifted() -> None:
    rows = pa.table({"a": ["x", "xy", "x"], "b": ["yz", "z", "yz"], "n": [1, 1, 1]})
    first, second, third = hash_rows(rows, 1).tolist()
    assert first == third != second
