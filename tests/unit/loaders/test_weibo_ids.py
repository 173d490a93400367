import pytest

from loaders.values.weibo_ids import mid_from_bid


@pytest.mark.parametrize(
    ("bid", "mid"), [("P2TFF0EX1", "5106906590157419"), ("z0000", "350000000"), ("10000", "10000")]
)
def test_the_short_name_of_a_post_becomes_its_number(bid: str, mid: str) -> None:
    assert mid_from_bid(bid) == mid


def test_a_name_that_is_no_bid_stays() -> None:
    assert mid_from_bid("some-name") == "some-name"
