"""News and offers: asked about once after the first booking, switched in the settings, ended by /stop. And
a session that CANCEL by text had left in doubt.

What is shown and what is answered are kept word for word, so both are made here and nowhere else.
"""

from bot.client.cards import booking_card
from bot.client.views import OpenSettings
from bot.dialogue.actions import Action, Home
from bot.dialogue.heard import Said
from bot.dialogue.routes import command, on, sentence
from bot.dialogue.screen import SILENCE, Choice, Screen, choice
from bot.dialogue.turn import Turn
from bot.dialogue.words import Voice, _, speaking, voice
from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.consent import service as consent
from domain.consent.model import Act
from domain.consent.rules import Word, carrier_word
from domain.conversations.service import is_muted
from domain.notifications.model import Purpose
from domain.people.model import Address, Channel, Person

NEWS = Purpose.PROMOTIONAL


class AnswerNews(Action, code="nq", acts=True):
    """The answer to the question after the first booking."""

    yes: bool


class UseNews(Action, code="nu", acts=True):
    """The switch in the settings."""

    on: bool


class Keep(Action, code="sk", acts=True):
    """Keep a session after CANCEL by text, which had left it in doubt."""

    booking: int
    version: int


def ask_news(turn: Turn, sheet: Sheet) -> None:
    """Once in a person's life, when a booking of theirs stands, whoever saw to that: a minute later and by
    day, so that it is in no booking's way.
    """
    address = _their_address(turn, sheet.client)
    if sheet.booking.status is not Status.CONFIRMED or address is None:
        return
    by_text = address.channel is Channel.SMS
    with speaking(Voice(address.person.locale, address.person.zone, by_text)):
        consent.ask(turn.work, address, _news_question(turn.studio.name, by_text), now=turn.now)


def _their_address(turn: Turn, client: Person) -> Address | None:
    """Where they are just now, or where they are told that the trainer approved."""
    if turn.person.id == client.id:
        return turn.address
    place = turn.work.people.reach(client.id, Role.CLIENT)
    return turn.work.people.address(place.address_id) if place else None


def _news_question(studio: str, by_text: bool) -> str:
    """By text the word is NEWS: a carrier takes YES for itself."""
    if by_text:
        return _(
            "{studio}: also news and offers, now and then? Reply NEWS for yes. Msg & data rates may apply. "
            "STOP NEWS ends them.",
            studio=studio,
        )
    return _("Also news and offers? {studio} writes here now and then; /stop ends it.", studio=studio)


def news_answers() -> tuple[Choice, Choice]:
    return choice(_("Yes"), AnswerNews(True)), choice(_("Not now"), AnswerNews(False))


def news_line(turn: Turn) -> str:
    """How it stands and, where it is off, what it would mean to turn it on."""
    if gets_news(turn):
        return _("News and offers: on")
    if voice().terse:
        return _(
            "News and offers: off. Turned on, {studio} texts now and then. Msg & data rates may apply; "
            "STOP NEWS ends it.",
            studio=turn.studio.name,
        )
    return _(
        "News and offers: off. Turned on, {studio} writes here now and then; /stop ends it.",
        studio=turn.studio.name,
    )


def news_switch(turn: Turn) -> Choice:
    if gets_news(turn):
        return choice(_("Turn news off"), UseNews(False), word="STOP NEWS")
    return choice(_("Turn news on"), UseNews(True), word="NEWS")


def gets_news(turn: Turn) -> bool:
    stands = turn.work.consents.stands(turn.address.id, NEWS)
    return stands is not None and (stands.act, stands.person_id) == (Act.GIVEN, turn.person.id)


def switch_news(turn: Turn, turn_on: bool) -> None:
    """Pressed below the line that `news_line` gives."""
    if turn_on == gets_news(turn):
        return
    shown, said = news_line(turn), _said(turn, news_switch(turn).label)
    if turn_on:
        consent.agree(turn.work, turn.address, said, shown=shown, now=turn.now)
    else:
        consent.stop(turn.work, turn.address, said, shown=shown, now=turn.now, purpose=NEWS)


@on(AnswerNews, who=Role.CLIENT)
def answer_news(turn: Turn, answer: AnswerNews) -> Screen:
    asked = turn.work.consents.asked(turn.address.id, NEWS)
    if asked is None:  # a question that was never put here
        return news_screen(turn)
    yes, no = news_answers()
    if answer.yes:
        consent.agree(turn.work, turn.address, _said(turn, yes.label), shown=asked.shown, now=turn.now)
        return _agreed(turn)
    said = _said(turn, no.label)
    consent.stop(turn.work, turn.address, said, shown=asked.shown, now=turn.now, purpose=NEWS)
    return Screen(text=_("All right, no news. The settings have a switch for them."))


@command("news", "noticias", "novedades", who=Role.CLIENT)
def news_typed(turn: Turn, rest: str) -> Screen:
    """A yes to the question where it was put here, and else the switch."""
    asked = turn.work.consents.asked(turn.address.id, NEWS)
    if asked is None or gets_news(turn):
        return news_screen(turn)
    consent.agree(turn.work, turn.address, _said(turn), shown=asked.shown, now=turn.now)
    return _agreed(turn)


@command(
    "news on", "offers on", "yes news", "noticias sí", "noticias on", "activar noticias", "sí noticias",
    "novedades sí", "novedades on", "activar novedades", "sí novedades",
    who=Role.CLIENT,
)  # fmt: skip
def news_on_typed(turn: Turn, rest: str) -> Screen:
    """A yes of their own accord, as "news off" is a no: what it means stands in the answer."""
    if not gets_news(turn):
        asked = turn.work.consents.asked(turn.address.id, NEWS)
        shown = asked.shown if asked else ""
        consent.agree(turn.work, turn.address, _said(turn), shown=shown, now=turn.now)
    return _agreed(turn)


@command(
    "news off", "offers off", "noticias no", "noticias off", "desactivar noticias",
    "novedades no", "novedades off", "desactivar novedades",
    who=Role.CLIENT,
)  # fmt: skip
def news_off_typed(turn: Turn, rest: str) -> Screen:
    return _no_news(turn)


@command("stop", who=Role.CLIENT)
def stop_typed(turn: Turn, rest: str) -> Screen:
    """In a chat that a person can block, /stop ends what is not about their sessions; by text, everything."""
    if turn.by_text and carrier_word(_said(turn)) is Word.STOP:
        consent.carrier_stop(turn.work, turn.address, _said(turn), now=turn.now)
        return SILENCE
    return _no_news(turn)


def _no_news(turn: Turn) -> Screen:
    consent.stop(turn.work, turn.address, _said(turn), now=turn.now, purpose=NEWS)
    text = (
        _("News and offers are off. Texts about your sessions still come; STOP ends all.")
        if turn.by_text
        else _(
            "News and offers are off. Messages about your sessions still come; to end those too, block me."
        )
    )
    return Screen(text=text, choices=((choice(_("Settings"), OpenSettings()), choice(_("Menu"), Home())),))


@sentence(who=Role.CLIENT)
def stop_plainly(turn: Turn, text: str) -> Screen | None:
    """Such as "no more offers please" or "don't text me any more"."""
    if is_muted(turn.address, turn.now):
        return None  # plain words are for the human who was asked for
    return stop_typed(turn, "") if carrier_word(text) in (Word.STOP, Word.STOP_NEWS) else None


def news_screen(turn: Turn) -> Screen:
    ways = (choice(_("Settings"), OpenSettings()), choice(_("Menu"), Home()))
    return Screen(text=news_line(turn), choices=((news_switch(turn),), ways))


@on(Keep, who=Role.CLIENT)
def keep(turn: Turn, wanted: Keep) -> Screen:
    sheet = bookings.keep(turn.work, turn.person, wanted.booking, wanted.version, now=turn.now)
    return booking_card(turn, sheet).with_toast(_("It stays. {name} is told.", name=sheet.trainer.name))


def _agreed(turn: Turn) -> Screen:
    if turn.by_text:
        return Screen(
            text=_(
                "Thank you. {studio} texts now and then. Msg & data rates may apply; STOP NEWS ends it.",
                studio=turn.studio.name,
            )
        )
    return Screen(
        text=_("Thank you. {studio} writes here now and then; /stop ends it.", studio=turn.studio.name)
    )


def _said(turn: Turn, pressed: str = "") -> str:
    """What the person typed, or else the button that they pressed."""
    heard = turn.event.heard
    return heard.text if isinstance(heard, Said) else pressed
