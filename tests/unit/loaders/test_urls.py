import pytest

from loaders.values.urls import canonical_url, domain_of, find_urls


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.News.example/a/", "https://news.example/a"),
        ("https://m.news.example:443/a?utm_source=x&id=7", "https://news.example/a?id=7"),
        ("https://news.example/a?b=2&a=1", "https://news.example/a?a=1&b=2#top"),
        ("https://pic.example/large/abc.jpg?KID=1&Expires=2&ssig=3", "https://pic.example/large/abc.jpg?Expires=9&ssig=8"),
        ("https://note.example/x?xsec_token=1&xsec_source=pc", "https://note.example/x"),
    ],
)  # fmt: skip
def test_one_page_has_one_spelling(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a?id=7", "https://news.example/a?id=8"),
        ("https://t.co/AbC", "https://t.co/abc"),
        ("https://app.example/#!/a", "https://app.example/#!/b"),
        ("https://news.example:8080/a", "https://news.example/a"),
    ],
)
def test_two_pages_stay_two(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "link", ["mailto:a@b.example", "http://", "http://localhost/x", "ftp://a.example", "http://[bad"]
)
def test_what_is_no_web_address_is_none(link: str) -> None:
    assert canonical_url(link) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.b.news.co.uk/x", "news.co.uk"),
        ("https://blog.sina.com.cn/x", "sina.com.cn"),
        ("https://shop.chezhu.example/p", "chezhu.example"),
        ("https://t.co/abc", None),
        ("https://10.1.2.3/x", None),
    ],
)
def test_the_domain_is_what_somebody_registered(url: str, expected: str | None) -> None:
    assert domain_of(url) == expected


def test_links_end_where_chinese_text_goes_on() -> None:
    assert find_urls("详情见http://t.cn/RabcD（官网）。HTTPS://News.example/a, end") == (
        "http://t.cn/RabcD", "https://News.example/a",
    )  # fmt: skip


def test_a_link_that_was_cut_is_left_out() -> None:
    assert find_urls("cut http://t.co/ab…") == ()
