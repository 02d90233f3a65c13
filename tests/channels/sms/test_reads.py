import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms.reads import read, text
from bot.dialogue.heard import Event, Said, SentFile
from domain.people.model import Channel

SAM, LANE = "+447700900123", "sms:+447700900900"
FORM = {"MessageSid": "SM1", "From": SAM, "To": "+447700900900", "Body": "thu 6pm", "NumMedia": "0"}


def test_a_text_says_who_where_and_what() -> None:
    event = read(FORM, LANE)
    assert event
    assert (event.channel, event.event_id, event.sender, event.place) == (Channel.SMS, "SM1", SAM, SAM)
    assert (event.heard, event.lane) == (Said("thu 6pm"), LANE)
    assert (event.name, event.private, event.answer) == ("+44 7700 900123", True, {})


def test_a_text_of_the_list_is_the_one_of_the_webhook() -> None:
    assert text("SM1", SAM, "thu 6pm", LANE) == read(FORM, LANE)


@pytest.mark.parametrize("kind", ["STOP", "start", "Help"])
def test_what_twilio_has_answered_itself_is_known(kind: str) -> None:
    event = read({**FORM, "Body": "Stop!", "OptOutType": kind}, LANE)
    assert event
    assert event.answer == {"keyword": kind.upper()}


@pytest.mark.parametrize(
    ("number", "language"),
    [
        (SAM, ""),  # from a range that is kept for fiction
        ("+12025550123", "en"),
        ("+34600000001", "es"),
        ("+525500000001", "es"),
        ("+33600000001", "fr"),  # ours or not is for others to say
        ("+999123456789", ""),  # from nowhere
    ],
)
def test_the_language_is_that_of_the_number(number: str, language: str) -> None:
    event = read({**FORM, "From": number}, LANE)
    assert event
    assert event.language == language


def test_a_picture_is_known_by_its_kind_and_keeps_its_words() -> None:
    event = read({**FORM, "Body": " my knee ", "NumMedia": "2"}, LANE)
    assert event
    assert event.heard == SentFile("picture", "my knee")
    bare = read({**FORM, "Body": "", "NumMedia": "1"}, LANE)
    assert bare
    assert bare.heard == SentFile("picture")


@pytest.mark.parametrize(
    "change",
    [
        {"From": "83000"},  # a short code takes no answer
        {"From": "SHOP"},
        {"From": ""},
        {"From": "+0123456789"},
        {"Body": "  \n "},
        {"MessageSid": ""},
    ],
)
def test_what_nobody_could_be_answered_is_left(change: dict[str, str]) -> None:
    assert read({**FORM, **change}, LANE) is None


@given(st.dictionaries(st.sampled_from([*FORM, "OptOutType"]), st.text()))
def test_any_form_is_read_or_left_and_can_be_kept(form: dict[str, str]) -> None:
    event = read({**FORM, **form}, LANE)
    if event is not None:
        assert Event.load(event.dump()) == event
        assert "\0" not in str(event.dump())
