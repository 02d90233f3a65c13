"""Credits that will expire: their client is warned while there is time, and may ask for more of it."""

from datetime import date, datetime, timedelta

from domain.access import require_self
from domain.base import Role
from domain.notifications.rules import by_day
from domain.notifications.service import tell
from domain.packages import errors
from domain.packages.model import CreditLot
from domain.packages.ports import Holding
from domain.people.model import Person
from domain.work import Work
from domain.zones import at, wall

WARNED = (3, 14)  # days before, the nearest first
LONGER = timedelta(days=30)  # what a trainer grants with one tap
_FURTHEST_AHEAD = timedelta(hours=14)  # of UTC, that any calendar is
_DAY = timedelta(days=1)
_AT_ONCE = 100


def warned_by(expires_on: date | None, today: date) -> int | None:
    """The nearest warning that needs no more saying: whoever gets ten days knows that they are ten."""
    left = (expires_on - today).days if expires_on else None
    return next((days for days in WARNED if left is not None and left <= days), None)


def warn_due(work: Work, *, now: datetime) -> int:
    """Fourteen days and three before the last day, on the trainer's calendar, once each; by day where the
    client lives. Answers how many lots were looked at.
    """
    looked = 0
    for lot in work.packages.expiring((now + _FURTHEST_AHEAD).date(), WARNED, limit=_AT_ONCE):
        trainer = work.trainers.trainer(lot.trainer_id)
        due = warned_by(lot.expires_on, wall(now, trainer.zone).date())
        if due is None or lot.expires_on is None or (lot.warned is not None and lot.warned <= due):
            continue
        lot.warned = due
        looked += 1
        if _held(work, lot).free:
            client = work.people.person(lot.client_id)
            tell(
                work,
                client.id,
                Role.CLIENT,
                "client_expiring",
                f"expiring:{lot.id}:{lot.expires_on}:{due}",
                due=by_day(now, client.zone),
                expires=at(trainer.zone, lot.expires_on + _DAY, 0),
                subject=("lot", lot.id),
                data={"until": lot.expires_on.isoformat()},
            )
    work.flush()
    return looked


def still_expiring(work: Work, lot: CreditLot, until: date) -> int:
    """How many credits of it would be lost after that day; 0 once they were used, or last longer."""
    return 0 if lot.ended or lot.expires_on != until else _held(work, lot).free


def ask_longer(work: Work, client: Person, lot_id: int, *, now: datetime) -> CreditLot:
    """Its trainer is asked, once for each last day. Raises NeverExpires, NothingLeft."""
    lot = work.packages.lot(lot_id)
    require_self(client, lot.client_id)
    if lot.expires_on is None:
        raise errors.NeverExpires
    held = _held(work, lot)
    if not held.free and not held.expired:
        raise errors.NothingLeft
    trainer = work.trainers.trainer(lot.trainer_id)
    key, about = f"longer:{lot.id}:{lot.expires_on}", ("lot", lot.id)
    data = {"was": lot.expires_on.isoformat()}
    tell(work, trainer.person_id, Role.TRAINER, "trainer_longer", key, due=now, subject=about, data=data)
    return lot


def first_to_expire(work: Work, client: Person) -> CreditLot | None:
    """Of those with something left or expired, what is lost first, or was lost last."""
    held = [each for each in work.packages.holdings(client.id) if each.lot.expires_on]
    living = [each.lot for each in held if each.free and not each.lot.ended]
    gone = [each.lot for each in held if each.expired]
    return next(iter([*living, *reversed(gone)]), None)


def longer_until(lot: CreditLot, today: date) -> date:
    """What one tap grants."""
    return max(lot.expires_on or today, today) + LONGER


def _held(work: Work, lot: CreditLot) -> Holding:
    held = work.packages.holdings(lot.client_id, lot.trainer_id)
    return next(each for each in held if each.lot.id == lot.id)
