"""The use cases of e-mail: to claim an address, prove it, leave it. Nothing but its code goes to an address
that is not proven, which the database holds to.
"""

import enum
import hmac
import secrets
from datetime import datetime, timedelta

from domain.bookings.announce import plan_anew
from domain.consent import service as consent
from domain.errors import NotFound, Refusal
from domain.family.service import household
from domain.mailboxes.model import LANE, TRIES, Mailbox
from domain.notifications.model import Purpose
from domain.notifications.service import tell_at, tell_elsewhere
from domain.people.model import Address, Channel, Person
from domain.work import Work

GOOD = timedelta(minutes=30)
DAY = timedelta(days=1)
PER_PERSON, PER_ADDRESS = 5, 3  # codes a day: nobody's mailbox is filled with them
CODE = "mail_code"


class TooManyCodes(Refusal):
    """Those are many codes for one day. Try again tomorrow, or use the latest one."""


class ReachedThere(Refusal):
    """{email} is yours already: what you want by e-mail goes there."""


class NoMailThere(Refusal):
    """Whoever reads {email} wants no mail from here. Give another address."""


class Proof(enum.Enum):
    GIVEN = enum.auto()
    WRONG = enum.auto()
    OVER = enum.auto()  # too late, too many tries, or never asked for


def claim(work: Work, person: Person, email: str, *, said: str, shown: str, now: datetime) -> Mailbox:
    """Send a code to an address that somebody says is theirs; ``said`` and ``shown`` are kept as the proof of
    their consent. Whoever is reached there now stays so until it is proven; who has ended the mail begins it
    anew, and nobody for them. Raises TooManyCodes, ReachedThere, NoMailThere.
    """
    address = work.people.heard_at(Channel.MAIL, email)
    if address and address.person_id == person.id and _is_reached(address):
        raise ReachedThere(email=email)
    if address and address.stopped_at and (address.unproven or address.person_id != person.id):
        raise NoMailThere(email=email)
    if work.mailboxes.codes_since(person.id, now - DAY) >= PER_PERSON:
        raise TooManyCodes
    if address is None:
        address = Address(person=person, channel=Channel.MAIL, external_id=email, lane=LANE, unproven=True)
        work.add(address)
        work.flush()
    elif not _is_reached(address):
        address.unproven, address.dead_at, address.stopped_at = True, None, None
    box = work.mailboxes.of(address.id) or _opened(work, address, person, now)
    if box.asked_at <= now - DAY:
        box.codes = 0
    if box.codes >= PER_ADDRESS:
        raise TooManyCodes
    box.claimed_by, box.said, box.shown, box.asked_at = person.id, said, shown, now
    box.code, box.proof = f"{secrets.randbelow(10**6):06}", secrets.token_urlsafe(16)
    box.codes, box.tries, box.expires_at = box.codes + 1, 0, now + GOOD
    work.flush()
    _send(work, address, box, now)
    return box


def prove(work: Work, person: Person, code: str, *, now: datetime) -> Proof:
    """Try the code that was sent: five tries, then it is good no more."""
    box = work.mailboxes.claimed(person.id, now)
    if box is None or box.code is None:
        return Proof.OVER
    box.tries += 1
    if hmac.compare_digest(box.code.encode(), code.encode()):
        _take(work, box, now)
        return Proof.GIVEN
    if box.tries < TRIES:
        return Proof.WRONG
    box.code = box.proof = None
    return Proof.OVER


def prove_by_link(work: Work, token: str, *, now: datetime) -> Person | None:
    """Whose it is now; None where the link is not good any more."""
    box = work.mailboxes.by_proof(token, now)
    return _take(work, box, now) if box else None


def leave(work: Work, token: str, *, said: str, shown: str = "", now: datetime) -> Address:
    """Nothing is mailed there any more; the same twice is once. Raises NotFound."""
    address = mailbox_at(work, token)
    consent.stop(work, address, said, shown=shown, now=now)
    return address


def mailbox_at(work: Work, token: str) -> Address:
    """The address of a link with which it is left. Raises NotFound."""
    box = work.mailboxes.by_leave(token)
    if box is None:
        raise NotFound
    return work.people.locked(box.address_id)


def leave_all(work: Work, person: Person, *, said: str, shown: str = "", now: datetime) -> bool:
    """No e-mail to this person any more; false where there was none."""
    theirs = mail_of(work, person)
    for address in theirs:
        consent.stop(work, address, said, shown=shown, now=now)
    return bool(theirs)


def mail_of(work: Work, person: Person) -> list[Address]:
    """The addresses at which somebody gets mail."""
    return [each for each in work.people.reached_at(person.id) if each.channel is Channel.MAIL]


def _is_reached(address: Address) -> bool:
    return not address.unproven and address.dead_at is None and address.stopped_at is None


def _opened(work: Work, address: Address, person: Person, now: datetime) -> Mailbox:
    box = Mailbox(
        address_id=address.id,
        leave=secrets.token_urlsafe(16),
        claimed_by=person.id,
        asked_at=now,
        said="",
        shown="",
    )
    work.add(box)
    return box


def _send(work: Work, address: Address, box: Mailbox, now: datetime) -> None:
    key, data = f"{CODE}:{box.proof}", {"proof": box.proof}
    tell_at(work, address, CODE, key, due=now, expires=box.expires_at, data=data, urgent=True)


def _take(work: Work, box: Mailbox, now: datetime) -> Person:
    """The address is theirs, whoever's it was."""
    address, person = work.people.locked(box.address_id), work.people.person(box.claimed_by)
    box.code = box.proof = box.expires_at = None
    if address.person_id != person.id:
        for row in work.outbox.withdraw_from(address.id, list(Purpose)):
            tell_elsewhere(work, row)
        address.person, address.person_id = person, person.id
    address.unproven = False
    work.flush()
    consent.start(work, address, box.said, shown=box.shown, now=now)
    for each in household(work, person, now=now):
        plan_anew(work, each.id, now)
    return person
