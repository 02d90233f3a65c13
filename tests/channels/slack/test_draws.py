import json
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.channels.slack.draws import blocks_of, fallback, home_view, modal_view
from bot.dialogue.forms import Field, Kind
from bot.dialogue.screen import Choice, Screen, Section
from sandbox.slack_blocks import checked_blocks, checked_view

CARD = Screen(
    title="Request from Cleo",
    text="Thu 26 Nov 18:00\nPersonal training",
    choices=((Choice("Approve", "ra_7_1", weight="primary"), Choice("Decline", "rq_7_1", weight="danger")),),
)
QUESTIONS = (
    Field("reason", Kind.LONG_TEXT, "Why", "I am away.", False, 200),
    Field("day", Kind.DATE, "Day", "", True, 200),
    Field("at", Kind.TIME, "Time", "", True, 200),
    Field("kind", Kind.CHOICE, "Kind", "", True, 200, (("ill", "Ill"), ("away", "Away"))),
)


def words(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["text"]["text"] for block in blocks if "text" in block]


def buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [button for block in blocks for button in block.get("elements", [])]


def is_drawn(screen: Screen) -> list[dict[str, Any]]:
    """The blocks, after Slack's own library and the sandbox's judge have agreed to them."""
    drawn = blocks_of(screen)
    for block in Block.parse_all(drawn):
        block.validate_json()
    checked_blocks(drawn)
    return drawn


def test_a_card() -> None:
    assert is_drawn(CARD) == [
        {"type": "header", "text": {"type": "plain_text", "text": "Request from Cleo", "emoji": False}},
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "Thu 26 Nov 18:00\nPersonal training", "verbatim": True},
        },
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "text": {"type": "plain_text", "text": "Approve", "emoji": False},
                    "action_id": "0_ra_7_1",
                    "value": "ra_7_1",
                    "style": "primary",
                },
                {
                    "type": "button",
                    "text": {"type": "plain_text", "text": "Decline", "emoji": False},
                    "action_id": "1_rq_7_1",
                    "value": "rq_7_1",
                    "style": "danger",
                },
            ],
        },
    ]


def test_the_same_action_may_stand_twice() -> None:
    twice = Screen(text="Which?", choices=((Choice("A", "m"), Choice("B", "m")),))
    assert len({button["action_id"] for button in buttons(is_drawn(twice))}) == 2


def test_a_link_of_the_web_carries_no_value() -> None:
    (link,) = buttons(is_drawn(Screen(text="Pay", choices=((Choice("Pay", url="https://example.com/"),),))))
    assert link["url"] == "https://example.com/"
    assert "value" not in link


def test_words_of_others_mention_nobody() -> None:
    rude = Screen(text="<!channel> & <@UANA>", sections=(Section(title="<!here>"),))
    assert words(is_drawn(rude)) == ["&lt;!channel&gt; &amp; &lt;@UANA&gt;", "*&lt;!here&gt;*"]
    assert "<" not in fallback(rude)


@pytest.mark.parametrize(
    "text",
    ["\n" + "x" * 7000, "line\n" * 2000, "&" * 4000, "a" + "<" * 4000, "x" * 3000, "é\n\n\n" + "y" * 3001],
)
def test_a_long_text_is_all_there_in_blocks_that_fit(text: str) -> None:
    said = words(is_drawn(Screen(text=text)))
    plain = [each.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for each in said]
    assert "".join("".join(plain).split()) == "".join(text.split())
    assert not any("…" in each for each in said)
    assert all(each.count("&") == each.count(";") for each in said), "no entity was cut through"


def test_too_many_sections_are_counted_and_the_ways_out_stay() -> None:
    sessions = tuple(Section(f"Session {n}", (Choice("Complete", f"rc_{n}_1"),)) for n in range(60))
    drawn = is_drawn(Screen(title="Week", sections=sessions, choices=((Choice("Block time", "hb"),),)))
    assert len(drawn) <= 50
    assert words(drawn)[-1] == f"… +{60 - len(words(drawn)) + 2}"
    assert [button["value"] for button in buttons(drawn)][-1] == "hb"


def test_as_many_sections_as_fit_are_not_counted() -> None:
    drawn = is_drawn(Screen(sections=tuple(Section(f"{n}") for n in range(50))))
    assert words(drawn) == [str(n) for n in range(50)]


def test_long_titles_and_labels_are_cut() -> None:
    drawn = is_drawn(Screen(title="t" * 200, choices=((Choice("l" * 100, "m"),),)))
    assert words(drawn) == ["t" * 149 + "…"]
    assert buttons(drawn)[0]["text"]["text"] == "l" * 74 + "…"


def test_home_has_room_for_a_hundred_blocks() -> None:
    view = home_view(Screen(sections=tuple(Section(f"{n}") for n in range(120))))
    View(**view).validate_json()
    checked_view(view, "home")
    assert len(view["blocks"]) == 100
    assert words(view["blocks"])[-1] == "… +21"


def test_a_form_is_a_modal_with_pickers_that_start_with_what_is_known() -> None:
    asked = Screen(
        title="Time off, for a while or longer",
        text="Tell <us>",
        fields=QUESTIONS,
        values={"day": "2026-11-26", "at": "16:00", "kind": "away", "reason": "A trip"},
        labels=("Send", "Not now", "Open"),
    )
    view = modal_view(asked, "hb UANA")
    View(**view).validate_json()
    checked_view(view, "modal")
    assert json.loads(json.dumps(view))["private_metadata"] == "hb UANA"
    assert len(view["title"]["text"]) == 24
    intro, reason, day, at, kind = view["blocks"]
    assert intro["text"]["text"] == "Tell &lt;us&gt;"
    assert [reason["block_id"], reason["optional"], reason["hint"]["text"]] == ["reason", True, "I am away."]
    assert [reason["element"]["multiline"], reason["element"]["initial_value"]] == [True, "A trip"]
    assert day["element"] == {"type": "datepicker", "action_id": "value", "initial_date": "2026-11-26"}
    assert at["element"] == {"type": "timepicker", "action_id": "value", "initial_time": "16:00"}
    assert kind["element"]["initial_option"]["value"] == "away"


def test_silence_still_has_words_for_a_notification() -> None:
    assert fallback(Screen()) == "…"
