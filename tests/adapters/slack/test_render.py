"""Whatever a card holds, what Slack gets is within its limits, pings nobody and formats nothing by accident."""

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.mrkdwn import escape, fit, link, typed, visible
from adapters.slack.render import MESSAGE, SlackMessage, plain_text, render, size
from bot.model import Button, ButtonStyle, Card, Choice, Command, Menu, PaperCard, PaperId, Row

HOSTILE = [
    "<!channel>",
    "<@U12345>",
    "*bold*",
    "_it_",
    "~gone~",
    "`code`",
    "**b**",
    "[x](http://e.org)",
    "> quote",
    "&lt;!here&gt;",
    "\u202e",
    "|",
    "\n",
]
texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(HOSTILE), max_size=40).map(" ".join),
    st.integers(1, 4_500).map(lambda n: "&<文字 " * (n // 5)),
)
lines = st.one_of(st.just("like arxiv:2401.01234"), st.just("search/2 graphs"), st.text(min_size=1, max_size=60))
urls = st.sampled_from(
    [
        "https://arxiv.org/abs/2401.01234",
        "",
        "javascript:alert(1)",
        "https://x.org/" + "b" * 480,
        "https://x.org/?a=1&b=<|>",
        "http://" + "a" * 4000 + ".org",
    ]
)
buttons = st.builds(
    Button,
    label=texts,
    line=lines,
    style=st.sampled_from(ButtonStyle),
    public=st.booleans(),
    form=st.sampled_from(["", "subscribe"]),
    url=urls,
)
some_buttons = st.lists(buttons, max_size=12).map(tuple)
papers = st.builds(
    PaperCard,
    paper=st.just(PaperId("arxiv:2401.01234")),
    title=texts,
    url=urls,
    facts=texts,
    summary=texts,
    reason=texts,
    badge=texts,
    buttons=some_buttons,
)
rows = st.builds(
    Row, label=texts, text=texts, share=st.one_of(st.none(), st.floats(-1, 2)), url=urls, buttons=some_buttons
)
choices = st.lists(st.builds(Choice, label=texts, value=lines), min_size=1, max_size=120).map(tuple)
menus = st.one_of(st.none(), st.builds(Menu, label=st.just("Mute…"), choices=choices))
cards = st.builds(
    Card,
    title=texts,
    text=texts,
    papers=st.lists(papers, max_size=12).map(tuple),
    rows=st.lists(rows, max_size=40).map(tuple),
    footer=texts,
    buttons=some_buttons,
    menu=menus,
    numbered=st.booleans(),
    problem=st.booleans(),
)
OURS = re.compile(r"<https?://[^\s|<>]*\|[^<>|]*>")


def every_mrkdwn(message: SlackMessage) -> list[str]:
    found: list[str] = [message.text]

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if node.get("type") == "mrkdwn":
                found.append(node["text"])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(message.blocks)
    return found


@settings(deadline=None, max_examples=30)
@given(cards)
def test_every_card_stays_within_the_limits_and_pings_nobody(card: Card) -> None:
    message = render(card, asked=Command(name="search", arguments=(("query", "graphs"),)))
    assert message.text.strip()
    assert len(message.text) <= 3_100
    assert len(message.blocks) <= 50
    assert size(message.blocks) <= MESSAGE.bytes
    for block in message.blocks:
        check_block(block)
    for text in every_mrkdwn(message):
        check_markup(text)


def check_markup(text: str) -> None:
    rest = OURS.sub("", text)
    assert "<" not in rest
    assert ">" not in rest
    assert not re.search(r"&(?!amp;|lt;|gt;)", text)
    assert "\u202e" not in text


def check_block(block: dict[str, object]) -> None:
    shown = json.loads(json.dumps(block))
    if shown["type"] == "header":
        assert 0 < len(shown["text"]["text"]) <= 150
    if shown["type"] == "section":
        assert 0 < len(shown["text"]["text"]) <= 3_000
    elements = shown.get("elements", []) + ([shown["accessory"]] if "accessory" in shown else [])
    pressed = [e for e in elements if e["type"] == "button"]
    assert len({e["action_id"] for e in pressed}) == len(pressed)
    assert len(elements) <= 25
    for element in pressed:
        assert 0 < len(element["text"]["text"]) <= 75
        assert len(element.get("value", "")) <= 2_000
        assert re.match(r"v1:(answer|turn|share|link|form\.\w+):\d+$", element["action_id"])
        assert element.get("url", "https://").startswith(("https://", "http://"))
    for menu in (e for e in elements if e["type"] == "static_select"):
        assert 0 < len(menu["options"]) <= 100
        assert all(0 < len(option["text"]["text"]) <= 75 for option in menu["options"])
        assert all(0 < len(option["value"].encode("utf-8", "replace")) <= 75 for option in menu["options"])


@given(st.text())
def test_outside_words_hold_no_mark_that_formats(text: str) -> None:
    shown = escape(visible(text))
    assert not set("*~`") & set(shown)
    assert not re.search(r"(^|\W)_|_(\W|$)", shown)
    assert not shown.startswith("&gt;")


@given(st.text(max_size=400), st.integers(1, 200))
def test_a_shortened_text_is_never_longer_and_cuts_no_entity(text: str, limit: int) -> None:
    shown = fit(visible(text), limit)
    assert len(shown) <= limit
    assert not re.search(r"&(?!amp;|lt;|gt;)", shown)


def test_what_does_not_fit_is_counted() -> None:
    many = tuple(
        PaperCard(paper=PaperId("a:1"), title="字" * 200, url="https://a.org/1", facts="字" * 200, reason="字" * 200)
        for _ in range(12)
    )
    message = render(Card(title="Picks", papers=many, numbered=True, footer="end"))
    told = next(text for text in every_mrkdwn(message) if text.startswith("…"))
    shown = sum(1 for text in every_mrkdwn(message)[1:] if "<https://a.org/1|" in text)
    assert told == f"… and {12 - shown} more\nend"


def test_summaries_are_shortened_before_papers_are_dropped() -> None:
    long = tuple(
        PaperCard(paper=PaperId("a:1"), title=f"Paper {n}", url="https://a.org/1", summary="word " * 500)
        for n in range(10)
    )
    texts_shown = every_mrkdwn(render(Card(papers=long)))[1:]
    assert len(texts_shown) == 10


def test_page_buttons_turn_in_place_and_posts_say_what_a_press_means() -> None:
    asked = Command(name="search", arguments=(("query", "graphs"),))
    card = Card(
        papers=(
            PaperCard(
                paper=PaperId("a:1"), title="T", url="https://a.org", buttons=(Button(label="👍", line="like a:1"),)
            ),
        ),
        buttons=(
            Button(label="More", line="search/2 graphs"),
            Button(label="Share", line="search graphs", public=True),
            Button(label="Change", form="subscribe"),
            Button(label="Code", url="https://github.com/a/b"),
        ),
    )
    ids = [e["action_id"] for b in render(card, asked=asked).blocks if b["type"] == "actions" for e in b["elements"]]
    assert ids == ["v1:answer:1", "v1:turn:2", "v1:share:3", "v1:form.subscribe:4", "v1:link:5"]


def test_links_take_only_web_addresses() -> None:
    assert link("javascript:alert(1)", "click", 50) == "click"
    assert link("https://a.org/?x=1&y=2|3", "a|b <c>", 50) == "<https://a.org/?x=1&amp;y=2%7C3|a∣b &lt;c&gt;>"


def test_a_text_alone_tells_the_card() -> None:
    card = Card(
        title="Picks",
        text="Good morning",
        papers=(PaperCard(paper=PaperId("a:1"), title="One", url="https://a.org"),),
        numbered=True,
    )
    assert plain_text(card) == "Picks\nGood morning\n1. <https://a.org|One>"


def test_typed_text_is_read_as_the_person_meant_it() -> None:
    assert typed("search “world model” by <@U123|ada> R&amp;D") == 'search "world model" by @ada R&D'
    assert typed("paper <https://arxiv.org/abs/2401.01234|arxiv.org>") == "paper https://arxiv.org/abs/2401.01234"
    assert typed("search a &lt; b") == "search a < b"
    assert typed("<@U123> <!here> <!subteam^S1|@ml> <#C1|general> <!date^1^{date}|20 Aug>") == (
        "@someone @here @ml #general 20 Aug"
    )
    assert typed(":+1::skin-tone-3: :our-logo: a:b:c") == "👍 :our-logo: a:b:c"
