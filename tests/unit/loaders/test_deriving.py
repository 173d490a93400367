from case.rows import AccountKey, Post, PostKey
from loaders.deriving import derive
from loaders.records import Draft
from loaders.shaping import draft_columns

LONG = "the new brake has failed three times already"


def _post(text: str, platform: str = "x", **more: object) -> Post:
    return Post(PostKey(f"{platform}:1"), platform, AccountKey(f"{platform}:a"), 5, "second", text, 1, **more)  # type: ignore[arg-type]


def _all(draft: Draft) -> list[tuple[str, str]]:
    found = derive(*draft_columns([draft])).select("behaviour", "object").rows()
    assert len(found) == len(set(found))
    return found


def _done(draft: Draft) -> set[tuple[str, str]]:
    return {pair for pair in _all(draft) if pair[0] != "text"}


def test_what_the_text_holds_becomes_actions() -> None:
    text = "@Ann_B look #Brakes #brakes #Recall https://www.news.example/a?utm_source=x"
    assert _done(Draft(_post(text))) == {
        ("mention", "x:~name:ann_b"), ("hashtag", "brakes"), ("hashtag", "recall"), ("hashtags", "#brakes #recall"),
        ("url", "https://news.example/a"), ("domain", "news.example"),
    }  # fmt: skip


def test_what_the_source_says_goes_before_the_text() -> None:
    draft = Draft(_post("#tag https://a.example/b @ann"), hashtags=(), urls=("https://full.example/c",), mentions=())
    assert _done(draft) == {("url", "https://full.example/c"), ("domain", "full.example")}


def test_one_tag_makes_no_sequence() -> None:
    assert ("hashtags", "#a1") not in _done(Draft(_post("#a1")))


def test_the_words_of_others_behind_a_repost_chain_are_not_the_accounts_own() -> None:
    text = "看看//@路人甲:#话题# 加微信 car_help_88 @别人 https://a.example/x"
    assert _done(Draft(_post(text, "weibo"))) == set()


def test_a_repost_of_a_known_original_has_no_text_of_its_own() -> None:
    behaviours = {behaviour for behaviour, _ in _all(Draft(_post(LONG, repost_of=PostKey("x:9"))))}
    assert behaviours == {"repost"}
    behaviours = {behaviour for behaviour, _ in _all(Draft(_post(LONG, kind="repost")))}
    assert behaviours == {"text"}


def test_parents_media_and_contacts_become_actions() -> None:
    draft = Draft(_post("加微信 car_help_88", reply_to=PostKey("x:9"), quote_of=PostKey("x:8")), media=("x:3_77",))
    assert _done(draft) == {("reply", "x:9"), ("quote", "x:8"), ("media", "x:3_77"), ("contact", "wechat:car_help_88")}


def test_an_empty_text_does_nothing() -> None:
    assert not _all(Draft(_post("")))


def test_nobody_mentions_or_answers_himself() -> None:
    draft = Draft(_post("hi", reply_to=PostKey("x:1")), mentions=(AccountKey("x:a"),))
    assert _done(draft) == set()


def test_a_shortener_has_no_domain() -> None:
    assert _done(Draft(_post("see https://t.co/abc"))) == {("url", "https://t.co/abc")}
