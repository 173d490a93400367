from case.rows import post_key
from loaders.naming import handle_key, name_account

POST, OTHER = post_key("weibo", "1"), post_key("weibo", "2")


def test_an_id_is_the_key_whatever_the_name() -> None:
    one = name_account("weibo", id="7", post=POST, name="旧名")
    other = name_account("weibo", id="7", post=OTHER, name="#NAME?")
    assert one.key == other.key == "weibo:7"
    assert one.identity == "id"


def test_a_name_is_a_key_of_another_kind_than_an_id() -> None:
    named = name_account("weibo", id=None, post=POST, name="7")
    assert named.key == "weibo:~name:7"
    assert named.identity == "name"


def test_names_that_many_share_never_join_two_posts() -> None:
    for name in ("#NAME?", "", None, "测***户", "momo"):
        one = name_account("weibo", id=None, post=POST, name=name)
        other = name_account("weibo", id=None, post=OTHER, name=name)
        assert one.key != other.key
        assert one.identity == "masked"


def test_handles_are_one_whatever_their_case() -> None:
    assert handle_key("x", "@Quiet_Harbour") == handle_key("x", "quiet_harbour")
    assert name_account("x", id=None, post=POST, handle="Quiet_Harbour").key == handle_key("x", "quiet_harbour")
