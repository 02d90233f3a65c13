"""Everything that we may say unasked, and how. Each kind has a notice, or the bot does not start."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.notifications.model import Purpose


class Group(enum.StrEnum):
    """What people choose about. What they can't choose about belongs to one as well."""

    REMINDERS = "reminders"
    SESSIONS = "sessions"  # what becomes of a booking, for either side
    AFTER = "after"  # how a session went
    OFFERS = "offers"  # times that came free
    MONEY = "money"
    RECEIPTS = "receipts"  # as papers, by mail
    MESSAGES = "messages"  # a person's own words
    CAMPAIGNS = "campaigns"  # what those of a week did, to admins
    STUDIO = "studio"  # accounts, families, the books
    NEWS = "news"


class Night(enum.Enum):
    """What becomes of it in somebody's quiet hours."""

    ANY = "goes at any hour"  # it answers what they just did, or can't wait
    WAITS = "waits until they end, unless it is urgent"
    PINGED = "waits where it rings, which its data says"
    SILENT = "changes a card, which rings for nobody"


@dataclass(frozen=True, slots=True)
class Kind:
    """``priority``: small goes first. ``keeps``: for how long it is worth saying, where its teller does not
    say. ``grouped``: several may be one message. ``optional``: a person may turn it off.
    """

    group: Group
    night: Night = Night.WAITS
    priority: int = 5
    keeps: timedelta | None = None
    grouped: bool = False
    optional: bool = False
    stands: bool = True
    """It can be read later, in an inbox."""
    patient: bool = False
    """It waits for the day, and until no form is open."""
    answer_within: timedelta | None = None
    """It asks something: after so long without an answer it is asked on the next channel."""
    purpose: Purpose = Purpose.TRANSACTIONAL

    def tells(self, data: Mapping[str, Any]) -> bool:
        """Whether it says something, and does not only redraw a card."""
        return self.night is Night.ANY or self.rings(data)

    def rings(self, data: Mapping[str, Any]) -> bool:
        """Whether quiet hours are asked about it."""
        return self.night is Night.WAITS or (self.night is Night.PINGED and bool(data.get("ping")))


_CARD = Kind(Group.SESSIONS, Night.SILENT)
_PINGED = Kind(Group.SESSIONS, Night.PINGED)
_SESSION = Kind(Group.SESSIONS)
_ANSWER = Kind(Group.SESSIONS, Night.ANY)
_AFTER = Kind(Group.AFTER, grouped=True, optional=True)
_MONEY = Kind(Group.MONEY, grouped=True)
_PAYING = Kind(Group.MONEY)  # urgent, where they pay just now; a saved card is charged while they sleep
_STUDIO = Kind(Group.STUDIO, grouped=True)
_WORDS = Kind(Group.MESSAGES, priority=4)
_REMINDER = Kind(Group.REMINDERS, priority=3, optional=True)
_STANDING = Kind(Group.SESSIONS, grouped=True)
_DIGEST = Kind(Group.AFTER, stands=False)  # what it is made of stands by itself

KINDS: Mapping[str, Kind] = {
    "admin_campaign": Kind(Group.STUDIO, Night.SILENT, priority=6),
    "admin_campaign_ask": Kind(Group.STUDIO),
    "admin_campaign_chosen": Kind(Group.STUDIO),
    "admin_campaign_test": Kind(Group.STUDIO, Night.ANY),
    "admin_campaign_week": Kind(Group.CAMPAIGNS, keeps=timedelta(days=3), optional=True),
    "admin_dead": Kind(Group.STUDIO),
    "admin_desk": _STUDIO,
    "admin_difference": _STUDIO,
    "admin_seal": _STUDIO,
    "admin_wording_test": Kind(Group.STUDIO, Night.ANY, keeps=timedelta(minutes=10)),
    "ask_news": Kind(Group.NEWS, Night.ANY, priority=6, keeps=timedelta(days=1), patient=True),
    "client_absence": Kind(Group.SESSIONS, Night.ANY, priority=3, answer_within=timedelta(minutes=30)),
    "client_approved": _SESSION,
    "client_asked_to_cancel": _ANSWER,
    "client_bond_ended": _STUDIO,
    "client_called_off": _SESSION,
    "client_campaign": Kind(Group.NEWS, priority=8, purpose=Purpose.PROMOTIONAL),
    "client_cancelled": _SESSION,
    "client_completed": _AFTER,
    "client_credits": _MONEY,
    "client_declined": _SESSION,
    "client_delay": Kind(Group.SESSIONS, Night.ANY, priority=2),
    "client_expiring": _MONEY,
    "client_given": _SESSION,
    "client_digest": _DIGEST,
    "client_disputed": Kind(Group.MONEY),
    "client_health": _ANSWER,
    "client_hold_expired": _CARD,
    "client_membership": _MONEY,
    "client_message": _WORDS,
    "client_moved": _SESSION,
    "client_no_show": Kind(Group.AFTER, grouped=True),
    "client_of_age": _STUDIO,
    "client_offer": Kind(
        Group.OFFERS, Night.ANY, priority=2, optional=True, answer_within=timedelta(minutes=5)
    ),
    "client_offer_move": Kind(Group.OFFERS, optional=True),
    "client_offer_over": Kind(Group.OFFERS, Night.SILENT),
    "client_owes": _MONEY,
    "client_paid": _PAYING,
    "client_payment": Kind(Group.MONEY, Night.SILENT),
    "client_place": _SESSION,
    "client_receipt": Kind(Group.RECEIPTS, Night.ANY, priority=6, optional=True),
    "client_refund": _MONEY,
    "client_released": _CARD,
    "client_request_expired": _SESSION,
    "client_settled": _CARD,
    "client_standing": _STANDING,
    "client_standing_off": _STANDING,
    "client_suggested": _SESSION,
    "client_surplus": _MONEY,
    "client_test": Kind(Group.STUDIO, Night.ANY, keeps=timedelta(minutes=10)),
    "client_unpaid": _PAYING,
    "client_waived": _MONEY,
    "mail_code": Kind(Group.STUDIO, Night.ANY, priority=1, stands=False),
    "reminder_1h": _REMINDER,
    "reminder_24h": _REMINDER,
    "trainer_absence": _PINGED,
    "trainer_asked_to_cancel": _SESSION,
    "trainer_booking": Kind(Group.SESSIONS, Night.PINGED, answer_within=timedelta(minutes=30)),
    "trainer_cancelled": _PINGED,
    "trainer_class_over": _AFTER,
    "trainer_desk": _MONEY,
    "trainer_digest": _DIGEST,
    "trainer_dispute": Kind(Group.MONEY),
    "trainer_gap": Kind(Group.OFFERS, Night.PINGED),
    "trainer_home": Kind(Group.SESSIONS, Night.SILENT, priority=7),
    "trainer_left": _SESSION,
    "trainer_longer": _MONEY,
    "trainer_membership": _MONEY,
    "trainer_message": _WORDS,
    "trainer_minimum": _SESSION,
    "trainer_over": Kind(Group.AFTER, optional=True),
    "trainer_rating": Kind(Group.AFTER, priority=4, optional=True),  # alone: a reply to it is for its client
    "trainer_refund": _MONEY,
    "trainer_rent": _MONEY,
    "trainer_report": Kind(Group.MONEY, optional=True),
    "trainer_report_file": Kind(Group.MONEY, optional=True),
    "trainer_roster": _CARD,
    "trainer_settled": _CARD,
    "trainer_sold": Kind(Group.MONEY, grouped=True, optional=True),
    "trainer_standing": _PINGED,
    "trainer_standing_off": _STANDING,
    "trainer_test": Kind(Group.STUDIO, Night.ANY, keeps=timedelta(minutes=10)),
    "trainer_unread": _WORDS,
}
# What counts against a person's budget of a week: all that comes unasked, but for what becomes of a booking
# or a payment of theirs and for answers.
_UNASKED = (Group.REMINDERS, Group.AFTER, Group.OFFERS, Group.MESSAGES, Group.NEWS)
COUNTED = tuple(
    name
    for name, kind in KINDS.items()
    if kind.group in _UNASKED and kind.night is not Night.SILENT and not name.startswith("trainer_")
)
_GONE = Kind(Group.STUDIO, Night.ANY)


def kind_of(name: str) -> Kind:
    """How it goes; a kind that an earlier version wrote is asked about nothing."""
    return KINDS.get(name, _GONE)
