import pytest

from loaders.values.media import media_identity


def test_a_picture_keeps_its_name_whatever_size_and_signature() -> None:
    small = "https://wx1.pics.example/thumb150/0071abcly8hqc5gw98a9j30u00u0.jpg?KID=a&ssig=b"
    large = "https://wx3.pics.example/large/0071abcly8hqc5gw98a9j30u00u0.jpg"
    assert media_identity(small, "weibo") == media_identity(large, "weibo") == "weibo:0071abcly8hqc5gw98a9j30u00u0"


def test_a_note_picture_loses_its_format_suffix() -> None:
    address = "http://pics.example/202509/8bcc/notes_pre_post/1040g3k031gfd5ho!nd_dft_wlteh_webp_3"
    assert media_identity(address, "xhs") == "xhs:1040g3k031gfd5ho"


@pytest.mark.parametrize(
    "address", ["", "https://a.example/default/images/default_avatar_male_180.gif", "https://a.example/x.png"]
)
def test_default_and_nameless_pictures_have_no_identity(address: str) -> None:
    assert media_identity(address, "weibo") is None
