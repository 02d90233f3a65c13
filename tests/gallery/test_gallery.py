"""The gallery is whole and up to date, and its texts are short and ask for no carrier's word."""

import asyncio
import re

import pytest

from bot.channels.sms.draws import draw
from bot.channels.sms.limits import economical, size
from bot.client.family import EITHER_ENDS_IT
from bot.dialogue.screen import Screen
from bot.dialogue.words import LANGUAGES, Voice, _, speaking
from bot.inbox import ReadMessage
from domain.consent.rules import Word, carrier_word
from domain.health.rules import WAIVER
from domain.notifications.digest import DIGESTS
from domain.people.model import Channel
from tests.gallery.coverage import wanted
from tests.gallery.draw import pages
from tests.gallery.play import Gallery, play
from tests.gallery.stage import Shown
from tests.house.committed import ROOT

pytestmark = pytest.mark.timeout(600)  # the first of them plays every scene

# What nobody sees on a channel where those for whom it is are, and why.
_FORMS = "Slack draws forms itself"
_EMAIL = "EMAIL and an address, or OFF, are typed"
NEVER: dict[Channel, dict[str, str]] = {
    Channel.MAIL: {},
    Channel.SMS: {
        "action client.family.OwnChat": "its code is another each time",
        "action client.classes.ShowClasses": "CLASSES is read as the command that it is",
        "action client.consent.AnswerNews": "the answer by text is the word NEWS",
        "action client.consent.Keep": "after CANCEL no text follows",
        "notice client_asked_to_cancel": "after CANCEL no text follows",
        "action quiet.UseQuiet": "QUIET 22-8 is typed",
        "action told.OpenTold": "ALERTS is typed",
        "action told.TurnGroup": "ALERTS REMINDERS OFF is typed",
        "action told.TellDaily": "ALERTS AFTER DAILY is typed",
        "action told.DigestAt": "ALERTS AT 19 is typed",
        **dict.fromkeys(("action mail.OpenMail", "action mail.AskMail", "form mail.AskMail"), _EMAIL),
        **dict.fromkeys(("action mail.AskCode", "action mail.LeaveMail"), _EMAIL),
        "action reached.ReachFirst": "REACH ME BY SMS is typed",
        "action reached.SendTest": "SEND ME A TEST is typed",
        "action client.times.Day": "a text has no room for a calendar",
        "action client.views.AskToCancel": "whoever texts DROP has said it",
        "action client.views.AskRating": "RATE says it anew",
        "action client.views.CalendarFile": "a text carries no file",
        "action client.feedback.AskStars": "RATE asks by itself",
        "action client.views.AskComeLate": "LATE is typed",
        "action client.views.BookWith": "BOOK WITH and its name are typed",
        "action client.views.AskCode": "CODE and its word are typed",
        "action client.views.BuyGift": "GIFT and a package are typed",
        "action client.views.PayRest": "PAY is typed: a text has no room to offer it",
        "action client.views.AskRefund": "REFUND is typed: a text has no room to offer it",
        "action client.views.AskNote": "NOTE is typed: a text has no room to offer it",
        "sentence client.notes.replied": "a text is in reply to nothing",
        "action dialogue.actions.ClientSide": "nobody works by text",
        "action client.views.WakeUp": "MENU is read before anything else",
        "command client.consent.stop_typed": "STOP is read as the carrier's",
        "notice client_hold_expired": "it would only redraw a card, and a text can't be changed",
        "notice client_payment": "it would only redraw a card, and a text can't be changed",
        "notice client_settled": "it would only redraw a card, and a text can't be changed",
        "notice client_released": "it would only redraw a card, and a text can't be changed",
    },
    Channel.SLACK: {
        **dict.fromkeys((f"action dialogue.asking.{each}" for each in ("Back", "GoOn", "Leave")), _FORMS),
        **dict.fromkeys((f"action dialogue.asking.{each}" for each in ("Pick", "Skip")), _FORMS),
        "command dialogue.form_steps.go_on_typed": _FORMS,
        "command dialogue.form_steps.leave_typed": _FORMS,
        "sentence dialogue.form_steps.too_late": _FORMS,
        "action told.OpenTold": "NOTIFICATIONS is typed: a desk has no settings",
        "action dialogue.menu.More": "all the buttons are there",
        "action client.views.OpenTrainer": "links are opened on phones",
        "command dialogue.home.agree": "trainers are asked nothing that a bare yes answers",
        "command dialogue.home.disagree": "trainers are asked nothing that a bare no answers",
        "first client.carrier.carriers_word": "only phones that text have carriers",
    },
    Channel.TELEGRAM: {
        "action client.family.OwnChat": "its code is another each time",
        "action client.feedback.AskStars": "RATE asks by itself",
        "action mail.AskCode": "the code is asked for at once",
        "action dialogue.menu.More": "all the buttons are there",
        "form trainer.views.AskClose": "a list of buttons stands in for the form",
        "form trainer.template_views.AskBook": "client and time are tapped one after another",
        "board enough client.talk.enough": "only phones that text are answered so much and no more",
        "board which client.shortcuts.which": "a button is about one session",
        "board list client.shortcuts.fresh_list": "only numbers get old",
        "first client.carrier.carriers_word": "only phones that text have carriers",
    },
}

# Sentences whose text may take more than one part.
LONGER = {
    "Yes or no, about a minute. Only you, the trainers you train with and the studio can see it.": (
        "who sees the answers is said before the first question"
    ),
    EITHER_ENDS_IT: "whoever agrees has read all of it",
    WAIVER.words: "whoever agrees has read all of it",
}
# Sentences that name a carrier's word, since people must know it, and ask for nothing.
DISCLOSED = ("News and offers are off. Texts about your sessions still come; STOP ends all.",)
# The answer of a form beside its number: to a carrier it means what is so already, to us that answer.
HARMLESS = ("Yes",)
CARRIERS = re.compile(
    r"\b(STOP(?! NEWS)|STOP ?ALL|UNSUBSCRIBE|CANCEL|END|QUIT|REVOKE|OPT ?OUT|START|YES|UNSTOP|HELP|INFO)\b"
)


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    return asyncio.run(play())


@pytest.fixture(scope="module")
def texts(gallery: Gallery) -> list[tuple[Shown, str]]:
    """All that we compose for phones; what a trainer wrote is theirs."""
    return [
        (each, draw(each.screen))
        for each in gallery.shown
        if each.channel is Channel.SMS and not each.screen.is_silent and each.kind != "client_message"
    ]


def test_every_screen_is_drawn_wherever_it_can_be_seen(gallery: Gallery) -> None:
    missing = {
        (what, channel, language)
        for what, channels in wanted().items()
        for channel in channels
        for language in LANGUAGES
        if what not in NEVER[channel]
    } - gallery.seen.drawn
    assert sorted(missing) == [], "add it to a scene of tests/gallery/*_scenes.py, then: make gallery"


def test_what_is_never_seen_is_not(gallery: Gallery) -> None:
    known = wanted()
    for channel, never in NEVER.items():
        assert [what for what in never if channel not in known.get(what, ())] == []
        assert [each for each in gallery.seen.drawn if each[1] is channel and each[0] in never] == []


def test_the_pages_are_as_they_were_written(gallery: Gallery) -> None:
    drawn = pages(gallery.shown)
    folder = ROOT / "docs" / "gallery"
    assert {path.name for path in folder.glob("*.md")} == set(drawn), "make gallery"
    for name, text in drawn.items():
        assert (folder / name).read_text() == text, (
            "words or scenes changed: make gallery, and look at its diff"
        )


def test_every_text_is_one_part_but_for_those_that_are_named(texts: list[tuple[Shown, str]]) -> None:
    long = {text for shown, text in texts if size(text).parts > 1 and not _may_be_longer(shown, text)}
    assert long == set()


def test_the_first_text_is_two_parts_at_most(texts: list[tuple[Shown, str]]) -> None:
    first = [text for shown, text in texts if shown.screen.note]
    assert first
    assert all(size(text).parts <= 2 for text in first)


def test_what_takes_several_parts_is_in_the_cheap_alphabet(texts: list[tuple[Shown, str]]) -> None:
    dear = {text for _shown, text in texts if size(text).parts > 1 and size(text).encoding != "GSM-7"}
    assert dear == set()


def test_no_text_asks_for_a_carriers_word(texts: list[tuple[Shown, str]]) -> None:
    for shown, text in texts:
        menu = shown.screen.menu
        offered = [word for word, _label in menu.worded]
        assert [word for word in offered if carrier_word(word) not in (None, Word.STOP_NEWS)] == []
        labels = [label for _word, label in (*menu.numbered, *menu.worded) if label not in HARMLESS]
        assert [label for label in labels if CARRIERS.search(label.upper())] == []
        said = text.replace(economical(shown.screen.note), "") if shown.screen.note else text
        for sentence in DISCLOSED:
            said = said.replace(_in(shown.language, sentence), "")
        assert CARRIERS.findall(said) == [], text


def test_a_text_asks_in_the_language_of_its_reader(texts: list[tuple[Shown, str]]) -> None:
    asked = {
        (shown.language, text.splitlines()[-1].split(":")[0])
        for shown, text in texts
        if shown.scene not in ("Settings", "Nobody to pass it to")  # where it is changed
    }
    assert {("en", "Reply"), ("es", "Responde")} <= asked
    assert not {("es", "Reply"), ("en", "Responde")} & asked


def _may_be_longer(shown: Shown, text: str) -> bool:
    if shown.kind in DIGESTS:  # two parts are less than a text for each
        return size(text).parts == 2
    if any(each.data.startswith(f"{ReadMessage.code}_") for each in shown.screen.all_choices()):
        return size(text).parts == 2  # a list of what was told, for the same reason
    return bool(shown.screen.note) or any(_says(shown.screen, shown.language, each) for each in LONGER)


def _says(screen: Screen, language: str, sentence: str) -> bool:
    return _in(language, sentence) in screen.text


def _in(language: str, sentence: str) -> str:
    with speaking(Voice(language)):
        return _(sentence)
