"""What the tables say, read past every service: plain rows, whatever entities and rules make of them."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from domain.absences.model import Absence, Alternative, Replacement
from domain.base import Entity
from domain.bookings.model import Booking, BookingChange, TrainingSession
from domain.classes.model import ClassDate
from domain.ledger.model import LedgerAccount, LedgerEntry
from domain.notifications.model import Notification
from domain.packages.model import CreditLot
from domain.resources.model import Resource, ResourceUse
from domain.standing.model import StandingSlot
from domain.trainers.model import Service, Trainer
from domain.waitlist.model import Gap, Offer
from storage.tables import table

Row = Any  # of SQLAlchemy's, with a name for each column
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Facts:
    trainers: list[Row]
    services: list[Row]
    sessions: list[Row]
    bookings: list[Row]
    changes: list[Row]
    resources: list[Row]
    uses: list[Row]
    dates: list[Row]
    slots: list[Row]
    gaps: list[Row]
    offers: list[Row]
    absences: list[Row]
    replacements: list[Row]
    alternatives: list[Row]
    messages: list[Row]
    lots: list[Row]
    accounts: list[Row]
    entries: list[Row]
    # Ids of the standing slots whose dates may be elsewhere than the slot says.
    loose: list[Any] = field(default_factory=list)


def read(session: Session) -> Facts:
    session.flush()
    connection = session.connection()
    return Facts(*(list(connection.execute(each)) for each in _STATEMENTS))


def by(rows: Iterable[Row], key: Callable[[Row], K]) -> dict[K, list[Row]]:
    found = defaultdict[K, list[Row]](list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _columns(entity: type[Entity], names: str) -> Select[*tuple[Any, ...]]:
    columns = table(entity).c
    return select(*(columns[name] for name in names.split())).order_by(columns.id)


_STATEMENTS = (
    _columns(Trainer, "id person_id most_a_day most_a_week"),
    _columns(Service, "id trainer_id buffer_before buffer_after"),
    _columns(
        TrainingSession, "id trainer_id service_id starts ends busy_from busy_to zone wall capacity live"
    ),
    _columns(
        Booking,
        "id session_id client_id seat status version until kept_until approval standing_id stands_for lot_id",
    ),
    _columns(BookingChange, "id booking_id version status starts actor_id at kind"),
    _columns(Resource, "id count"),
    _columns(ResourceUse, "id session_id resource_id unit busy_from busy_to live"),
    _columns(ClassDate, "id class_id day session_id standing version due_at"),
    _columns(
        StandingSlot, "id client_id service_id weekday clock zone every since until status version due_at"
    ),
    _columns(Gap, "id trainer_id client_id starts status version session_id seat due_at"),
    _columns(Offer, "id gap_id client_id booking_id until made_at ended_at status"),
    _columns(Absence, "id trainer_id due_at"),
    _columns(Replacement, "id absence_id booking_id status"),
    _columns(Alternative, "id replacement_id number session_id"),
    _columns(Notification, "id key kind subject_kind subject_id due_at state"),
    _columns(CreditLot, "id trainer_id expires_on"),
    _columns(LedgerAccount, "id kind commodity lot_id"),
    _columns(LedgerEntry, "id giver_id taker_id commodity amount booking_id"),
)
