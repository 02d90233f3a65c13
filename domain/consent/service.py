"""The use cases of consent. Every answer is kept with its proof, and what is planned follows it at once."""

from datetime import datetime, timedelta

from domain.bookings.announce import REMINDERS, plan_anew
from domain.bookings.ports import Sheet
from domain.bookings.service import ask_to_cancel, keep
from domain.consent.model import Act, Consent
from domain.consent.rules import is_cancel
from domain.family.service import household
from domain.notifications.model import Purpose
from domain.notifications.rules import by_day
from domain.notifications.service import tell_at
from domain.people.model import Address
from domain.people.reached import came_back
from domain.work import Work

PAUSE = timedelta(minutes=1)  # so that a question does not push the booking's answer off the screen


def stop(
    work: Work,
    address: Address,
    words: str,
    *,
    now: datetime,
    purpose: Purpose | None = None,
    shown: str = "",
) -> None:
    """STOP: nothing is sent to this address any more; with ``PROMOTIONAL``, only no promotions.

    What is pending there is withdrawn and, but for promotions, told where else the person is reached. Saying
    it twice adds nothing.
    """
    ended = (purpose,) if purpose else tuple(Purpose)
    for each in ended:
        _answer(work, address, each, Act.WITHDRAWN, words, shown, now)
    withdrawn = work.outbox.withdraw_from(address.id, ended)
    if Purpose.TRANSACTIONAL in ended and address.stopped_at is None:
        address.stopped_at = now
        _plan_anew(work, address, now)
    for row in withdrawn:
        if row.kind not in REMINDERS or row.due_at <= now:  # those to come were just planned anew
            came_back(work, row, now=now)


def start(work: Work, address: Address, words: str, *, now: datetime, shown: str = "") -> list[Sheet]:
    """START: messages about the person's sessions again, with their reminders; promotions stay as they were:
    after a STOP, off. The sessions that CANCEL had left in doubt are kept, and answered.
    """
    _answer(work, address, Purpose.TRANSACTIONAL, Act.GIVEN, words, shown, now)
    if address.stopped_at is None:
        return []
    address.stopped_at = None
    _plan_anew(work, address, now)
    doubted = [
        (person, sheet.booking)
        for person in household(work, address.person, now=now)
        for sheet in work.bookings.coming(person.id, now)
        if sheet.booking.cancel_asked_at and sheet.booking.starts > now
    ]
    return [keep(work, person, each.id, each.version, now=now) for person, each in doubted]


def agree(work: Work, address: Address, words: str, *, shown: str, now: datetime) -> None:
    """Promotions, please. ``shown`` is what the person was asked, word for word."""
    _answer(work, address, Purpose.PROMOTIONAL, Act.GIVEN, words, shown, now)


def may_promote(work: Work, address: Address) -> bool:
    """Whether promotions may be sent there: asked for by the one whose address it is, and not ended since."""
    if address.stopped_at is not None or address.dead_at is not None:
        return False
    stands = work.consents.stands(address.id, Purpose.PROMOTIONAL)
    return stands is not None and stands.act is Act.GIVEN and stands.person_id == address.person_id


def carrier_stop(work: Work, address: Address, word: str, *, now: datetime) -> Sheet | None:
    """STOP by SMS in any of its words. Answers the session that a bare CANCEL may have been about, which
    stands.

    Its moment is stamped on the booking and its trainer told at once; the client too, where else they are
    reached. Nothing is charged, and no text follows.
    """
    stop(work, address, word, now=now)
    return ask_to_cancel(work, household(work, address.person, now=now), now=now) if is_cancel(word) else None


def ask(work: Work, address: Address, words: str, *, now: datetime) -> bool:
    """Ask once in a person's life whether promotions are welcome, in these words; false where that is
    settled.
    """
    if address.stopped_at or work.consents.was_settled(address.person_id, Purpose.PROMOTIONAL):
        return False
    _note(work, address, Purpose.PROMOTIONAL, Act.ASKED, "", words, now)
    due = by_day(now + PAUSE, address.person.zone)
    tell_at(work, address, "ask_news", f"ask_news:{address.person_id}", due=due, data={"words": words})
    return True


def _answer(
    work: Work, address: Address, purpose: Purpose, act: Act, said: str, shown: str, now: datetime
) -> None:
    stands = work.consents.stands(address.id, purpose)
    if stands is None or (stands.act, stands.person_id) != (act, address.person_id):
        _note(work, address, purpose, act, said, shown, now)


def _note(
    work: Work, address: Address, purpose: Purpose, act: Act, said: str, shown: str, now: datetime
) -> None:
    work.add(
        Consent(
            address_id=address.id,
            person_id=address.person_id,
            channel=address.channel,
            purpose=purpose,
            act=act,
            at=now,
            shown=shown,
            said=said,
        )
    )
    work.flush()


def _plan_anew(work: Work, address: Address, now: datetime) -> None:
    """The reminders of this person, and of those they speak for, go to where each is reached now."""
    for person in household(work, address.person, now=now):
        plan_anew(work, person.id, now)
