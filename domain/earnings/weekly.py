"""The report of a week: each client's block as the ledger has it, what came in and who paid it."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.access import require_trainer
from domain.base import Role
from domain.bookings.attendance import to_settle
from domain.bookings.ports import Sheet
from domain.earnings.payers import PaidBy, payers_of
from domain.earnings.ports import BlockLine, Moved
from domain.intervals import Interval
from domain.ledger.model import Kind
from domain.notifications.service import tell
from domain.people.model import Person
from domain.trainers.model import Trainer
from domain.work import Work
from domain.zones import at, wall, whole_day

EVENING = time(18)  # of Sunday, on the trainer's clock
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Block:
    """Credits that were given together: how many, the days of what used them, and what is left."""

    client_id: int
    client: str
    name: str
    bought: int
    used: tuple[date, ...]
    free: int
    reserved: int
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Report:
    """Of the week that ends with ``sunday``. ``waiting`` are the sessions that nobody has settled."""

    sunday: date
    blocks: tuple[Block, ...]
    moved: tuple[Moved, ...]
    payers: dict[int, PaidBy]
    waiting: tuple[Sheet, ...]

    def __bool__(self) -> bool:
        return bool(self.blocks or self.moved or self.waiting)


def report(work: Work, actor: Person, trainer: Trainer, sunday: date, *, now: datetime) -> Report:
    """In statements whose number does not grow; their cost does with the lots that are not over."""
    require_trainer(actor, trainer)
    week = week_to(trainer, sunday)
    blocks = _blocks(work.earnings.block_lines(trainer.id, week.start), trainer, week)
    moved = work.earnings.moved(trainer.id, *week)
    clients = {each.client_id for each in blocks} | {each.client_id for each in moved}
    return Report(
        sunday=sunday,
        blocks=tuple(blocks),
        moved=tuple(moved),
        payers=payers_of(work, trainer.id, clients, min(now, week.end)),
        waiting=tuple(to_settle(work, trainer, now=now)),
    )


def week_to(trainer: Trainer, sunday: date) -> Interval:
    return whole_day(trainer.zone, sunday - _WEEK + _DAY, 7)


def sunday_of(day: date) -> date:
    """The Sunday with which a day's week ends."""
    return day + (_SUNDAY - day.weekday()) * _DAY


def tell_due(work: Work, trainer_id: int, *, now: datetime) -> bool:
    """The report of the last Sunday whose evening has come, once, however long nobody looked; a trainer who
    is new waits for the next one. Whether anything was told.
    """
    trainer = work.trainers.trainer(trainer_id)
    last = _last_sunday(trainer, now)
    known = work.earnings.report_due(trainer_id)
    work.earnings.plan_report(trainer_id, at(trainer.zone, last + _WEEK, EVENING))
    if known is None or known > now or not report(work, trainer.person, trainer, last, now=now):
        return False
    data = {"sunday": last.isoformat()}
    about = ("report", int(f"{last:%Y%m%d}"))
    for kind in ("trainer_report", "trainer_report_file"):
        key = f"{kind}:{trainer.id}:{last}"
        tell(work, trainer.person_id, Role.TRAINER, kind, key, due=now, subject=about, data=data)
    return True


def _last_sunday(trainer: Trainer, now: datetime) -> date:
    sunday = sunday_of(wall(now, trainer.zone).date())
    return sunday if at(trainer.zone, sunday, EVENING) <= now else sunday - _WEEK


def _blocks(lines: list[BlockLine], trainer: Trainer, week: Interval) -> list[Block]:
    """Those of which something is left, or was used in that week."""
    of_lot: dict[int, list[BlockLine]] = defaultdict(list)
    for each in lines:
        of_lot[each.lot_id].append(each)
    blocks = []
    for some in of_lot.values():
        recent = any(Kind.USED in (each.giver, each.taker) and each.at >= week.start for each in some)
        block = _block(some, trainer)
        if block.free or block.reserved or recent:
            blocks.append(block)
    return sorted(blocks, key=lambda each: each.client)


def _block(lines: list[BlockLine], trainer: Trainer) -> Block:
    balance: Counter[Kind] = Counter()
    used: Counter[datetime] = Counter()
    for each in lines:
        balance[each.taker] += each.amount
        balance[each.giver] -= each.amount
        if each.starts is not None:
            used[each.starts] += (each.taker is Kind.USED) - (each.giver is Kind.USED)
    first = lines[0]
    return Block(
        client_id=first.client_id,
        client=first.client,
        name=first.name,
        bought=-balance[Kind.ISSUED],
        used=tuple(wall(starts, trainer.zone).date() for starts, n in sorted(used.items()) if n > 0),
        free=balance[Kind.FREE],
        reserved=balance[Kind.RESERVED],
        expires_on=first.expires_on,
    )
