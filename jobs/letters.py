"""From a claimed notification to what is handed to a chat."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.dialogue import asking
from bot.dialogue.channel import NotSent
from bot.dialogue.screen import Screen
from domain.campaigns.gate import may_hand_off
from domain.errors import NotFound, NotYours
from domain.notifications.digest import DIGESTS
from domain.notifications.history import STOPPED, TOO_LATE, TURNED_OFF, UNREACHED
from domain.notifications.kinds import kind_of
from domain.notifications.model import Notification, Purpose, State
from domain.notifications.ports import Outcome
from domain.notifications.preferences import is_off, quiet_of
from domain.notifications.quiet import Why, may_wait, planned, step
from domain.notifications.rules import by_day
from domain.people.model import Address, Person
from domain.wordings.rules import NoValue
from domain.work import Work
from jobs.attempts import failed, unwanted

# Makes the screen of a notification as the truth is now, or None where it is no longer true. It only reads.
Draw = Callable[[Work, Notification, Address, datetime], Screen | None]

AT_MOST = 40  # rows of a digest that are drawn, as it has to go within its lease; more are only counted
A_MOMENT = timedelta(minutes=1)  # until a form that is open is looked at again

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Letter:
    """A notification, drawn, and where it goes. ``card`` is the message that it may edit."""

    row: Notification
    screen: Screen
    place: str
    card: str | None
    apart: tuple[Outcome, ...] = ()  # what was gathered and is not in it


def write(work: Work, row: Notification, draw: Draw, now: datetime) -> Letter | Outcome:
    """The letter to send, or how it ended without one."""
    address = work.people.address(row.address_id)
    if row.kind in DIGESTS:
        return _together(work, row, draw, address, now)
    return _write(work, row, draw, address, now)


def _together(
    work: Work, digest: Notification, draw: Draw, address: Address, now: datetime
) -> Letter | Outcome:
    """Of what is gathered and would go alone now, one letter: of several their digest, of one its own."""
    if ended := _not_now(work, digest, address, now):
        return ended
    gathered, tried, letters = work.outbox.gathered(digest), list[Letter | Outcome](), list[Letter]()
    while len(letters) < AT_MOST and len(tried) < len(gathered):
        tried.append(written := _write(work, gathered[len(tried)], draw, address, now))
        letters += [written] if isinstance(written, Letter) else []
    apart = tuple(each for each in tried if isinstance(each, Outcome))
    if not letters:
        return replace(unwanted(digest, "no longer true"), apart=apart)
    if len(letters) == 1:
        return replace(letters[0], row=digest, apart=apart)
    rows, more = [each.row.id for each in letters], len(gathered) - len(tried)
    digest.data = {"rows": rows, "more": more}  # for the notice alone
    return replace(_write(work, digest, draw, address, now), apart=apart)


def _write(work: Work, row: Notification, draw: Draw, address: Address, now: datetime) -> Letter | Outcome:
    if ended := _not_now(work, row, address, now):
        return ended
    try:
        screen = draw(work, row, address, now)
    except (NotFound, NotYours):
        screen = None
    except NoValue as lacks:
        # Words that are wrong would be wrong at each try: it waits for somebody who mends them.
        return Outcome(row, State.DEAD, str(lacks))
    except Exception as error:
        # One notice that can't be drawn must not stop the others.
        log.exception("notice_failed", kind=row.kind, notification=row.id)
        return failed(row, NotSent(f"not drawn: {type(error).__name__}"))
    if screen is None or screen.is_silent:
        return unwanted(row, "no longer true")
    return _addressed(work, row, screen, address, now)


def _not_now(work: Work, row: Notification, address: Address, now: datetime) -> Outcome | None:
    """Where nothing goes there any more, or not yet."""
    if row.purpose is Purpose.PROMOTIONAL:
        return _promoted(work, row, address, now)
    if address.dead_at is not None or (address.unproven and row.kind != "mail_code"):
        return unwanted(row, UNREACHED)
    if address.stopped_at is not None:
        return unwanted(row, STOPPED)
    if row.state is State.GATHERED and row.expires_at is not None and row.expires_at <= now:
        return unwanted(row, TOO_LATE)
    kind = kind_of(row.kind)
    if kind.optional and is_off(address.person, kind.group):
        return Outcome(row, State.SUPPRESSED, TURNED_OFF, step=step(Why.OFF, since=now))
    if kind.patient and (later := _calm(address, now)) > now:
        return Outcome(row, State.PENDING, "not now", due=later)
    if (rests := _rest(row, address.person, now)) is not None:
        told = step(Why.QUIET, until=rests, since=now)
        return Outcome(row, State.PENDING, "quiet hours", due=rests, step=told)
    return None


def _promoted(work: Work, row: Notification, address: Address, now: datetime) -> Outcome | None:
    """Nobody's night, nobody who did not ask for it, and nobody's message too many."""
    found = may_hand_off(work, row, address, now=now)
    if not isinstance(found, datetime):
        return unwanted(row, found)
    if found > now:
        told = step(Why.QUIET, until=found, since=now)
        return Outcome(row, State.PENDING, "not now", due=found, step=told)
    return None


def _addressed(
    work: Work, row: Notification, screen: Screen, address: Address, now: datetime
) -> Letter | Outcome:
    """A new message, or an edit of the card; several edits that are due at once are one."""
    card = work.conversations.card(address.id, screen.subject) if screen.subject else None
    if card is None or screen.fresh:
        return Letter(row, screen, address.destination, None)
    if work.outbox.is_repeated(row, now):
        return unwanted(row, "a later one redraws the card")
    return Letter(row, screen, card.place, card.message_id)


def _rest(row: Notification, person: Person, now: datetime) -> datetime | None:
    """The end of the quiet hours that it now comes in, where it can wait for that."""
    if not may_wait(row.kind, row.data, urgent=row.urgent):
        return None
    plan = planned(now, row.expires_at, quiet_of(person), person.zone)
    return plan.due if plan.why is Why.QUIET else None


def _calm(address: Address, now: datetime) -> datetime:
    """The next moment that may suit: by day, and with no form open."""
    return now + A_MOMENT if asking.is_open(address, now) else by_day(now, address.person.zone)
