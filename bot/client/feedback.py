"""A client rates a session: by a star, in words such as RATE 5 great hour, or both."""

import re

from pydantic import BaseModel, Field

from bot.client import whom
from bot.client.after import stars_row
from bot.client.cards import booking_card, facts, session_line
from bot.client.views import AskRating, OpenSession, Rate
from bot.dialogue.actions import Action
from bot.dialogue.routes import answers, command, on, sentence
from bot.dialogue.screen import Screen, choice, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _
from domain.access import require_self
from domain.base import Role
from domain.bookings.model import Status
from domain.bookings.ports import Sheet
from domain.conversations.service import is_muted
from domain.feedback import service as feedback

_TYPED = re.compile(r"([1-5])\s*(?:/\s*5|stars?\b|estrellas?\b|[★⭐]+\ufe0f?)?[\s,.:;!–-]*(.*)", re.DOTALL)
# A number and some words may be about anything: these are about how it was.
_SAID = re.compile(
    r"[1-5]\s*(?:(?:/\s*5|stars?|estrellas?|[★⭐]+\ufe0f?)(?!\w).*"
    r"|[\s,.:;!–-]+(?:great|good|super|perfect|excellent|amazing|awesome|fine|ok|loved?|hard|tough|bad|poor"
    r"|awful|boring|genial|bien|buen[ao]?|muy|perfect[ao]|excelente|dur[ao]|mal[ao]?|regular)(?!\w).*)",
    re.IGNORECASE | re.DOTALL,
)


@on(Rate, who=Role.CLIENT)
def rate(turn: Turn, given: Rate) -> Screen:
    """One tap; words that were typed with the stars, before it was clear which session was meant, go too."""
    talk = dict(turn.address.talk or {})
    words = talk.pop("rated_with", "")
    turn.address.talk = talk
    return _rated(turn, given.booking, given.stars, words)


@on(AskRating, who=Role.CLIENT)
def ask_rating(turn: Turn, asked: AskRating) -> Screen:
    """The stars once more, for one who thinks otherwise by now."""
    sheet = turn.work.bookings.sheet(asked.booking)
    require_self(turn.person, sheet.booking.client_id)
    return Screen(
        title=_("How was it?"),
        text=facts(sheet),
        choices=(stars_row(sheet), (choice(_("Leave it as it is"), OpenSession(asked.booking)),)),
        subject=("booking", asked.booking),
    )


@command("rate", "valorar", "valoro", "puntuar", who=Role.CLIENT, takes_words=True)
def rate_typed(turn: Turn, rest: str) -> Screen | None:
    """Such as "rate 5 great hour": the session that waits for it; of several, one is picked."""
    said = _TYPED.fullmatch(rest.strip())
    if said is None:
        return None if rest and not rest[0].isdecimal() else _how(turn)
    stars, words = int(said[1]), said[2].strip()
    waiting = [sheet for sheet in _completed(turn) if turn.work.feedback.of(sheet.booking.id) is None]
    if len(waiting) > 1:
        turn.address.talk = {**(turn.address.talk or {}), "rated_with": words}
        picks = [
            choice(session_line(each, whom.whose(turn, each)), Rate(each.booking.id, stars), word="")
            for each in waiting[:5]
        ]
        return Screen(text=_("Which one do you mean?"), choices=rows(picks))
    meant = waiting or _completed(turn)
    return _rated(turn, meant[0].booking.id, stars, words) if meant else _how(turn)


@sentence(who=Role.CLIENT)
def said_how_it_was(turn: Turn, text: str) -> Screen | None:
    """Such as "5 stars" or "5 great", by one whose last session waits for it."""
    if is_muted(turn.address, turn.now) or not _SAID.fullmatch(text.strip()):
        return None
    last = _completed(turn)[:1]
    return rate_typed(turn, text) if last and turn.work.feedback.of(last[0].booking.id) is None else None


def _rated(turn: Turn, booking_id: int, stars: int, words: str) -> Screen:
    sheet = whom.own(turn, booking_id)
    feedback.rate(turn.work, turn.person, booking_id, stars, now=turn.now, words=words)
    return booking_card(turn, sheet).with_toast(_("Thank you. {name} sees it.", name=sheet.trainer.name))


def _completed(turn: Turn) -> list[Sheet]:
    """The latest first."""
    over = whom.latest_first(turn.work.bookings.over(each.id, turn.now, limit=5) for each in whom.meant(turn))
    return [sheet for sheet in over if sheet.booking.status is Status.COMPLETED]


def _how(turn: Turn) -> Screen:
    if not _completed(turn):
        return Screen(text=_("There is no session to rate yet."))
    return ask_stars(turn, AskStars())


class AskStars(Action, code="sj"):
    """How many, where a bare number would be one of a list."""


class Stars(BaseModel):
    stars: int = Field(title=N_("How many stars, from 1 to 5?"), ge=1, le=5, examples=[5])


@on(AskStars, who=Role.CLIENT)
def ask_stars(turn: Turn, asked: AskStars) -> Screen:
    return Screen(form=asked.pack()) if turn.by_text else Screen(title=_("How was it?"), form=asked.pack())


@answers(AskStars, Stars)
def rated_by_number(turn: Turn, asked: AskStars, form: Stars) -> Screen | None:
    return rate_typed(turn, str(form.stars))
