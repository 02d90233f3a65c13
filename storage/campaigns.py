"""Every statement about campaigns: their people when they start, and their way."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Session

from domain.base import Role, UtcDateTime
from domain.bookings.model import Booking, TrainingSession
from domain.bookings.model import Status as Booked
from domain.bookings.rules import GONE
from domain.campaigns.model import Campaign, Choice, Recipient, SavedSegment, Stage, Status, Why
from domain.campaigns.ports import Did, Known, Progress, Settled, Spot
from domain.campaigns.rules import WEEK
from domain.campaigns.segment import AGO, Credit, Segment, Visit
from domain.consent.model import Act, Consent
from domain.conversations.model import Message
from domain.errors import NotFound
from domain.intervals import Interval
from domain.ledger.model import Kind, LedgerAccount, LedgerEntry
from domain.notifications.kinds import COUNTED
from domain.notifications.model import Notification, Purpose, State
from domain.notifications.quiet import Quiet
from domain.people.habits import best_hour
from domain.people.model import (
    Address,
    ClientLevel,
    ClientTag,
    Person,
    Preferences,
    Relationship,
    Standing,
)
from domain.trainers.model import Trainer
from storage.campaign_stats import KEY, SqlCampaignStats
from storage.people import PREFERENCE
from storage.tables import table

_recipient = table(Recipient)
_COLUMNS = [column.name for column in _recipient.columns if column.name != "id"]
_campaign = bindparam("campaign", type_=Integer)
_since = bindparam("since", type_=UtcDateTime)
_person = bindparam("person", type_=Integer)
_OPEN = (Stage.WAITING, Stage.QUEUED)
_HANDED = (State.SENT, State.UNKNOWN)

_TOLD = (
    select(func.count())
    .select_from(Notification)
    .join(Address, Address.id == Notification.address_id)
    .where(Notification.settled_at > _since, Notification.state.in_(_HANDED), Notification.kind.in_(COUNTED))
    .where(Notification.digest.is_(None))  # those were one message
)
_TOLD_TO = _TOLD.where(Address.person_id == _person)
_TOLD_AT = (
    _TOLD_TO.with_only_columns(Notification.settled_at, maintain_column_froms=True)
    .order_by(Notification.settled_at.desc())
    .offset(bindparam("skipped"))
    .limit(1)
)


def _of_person(statement: Select[Any]) -> Any:
    return statement.correlate(Person).scalar_subquery()


_TRAINER = _of_person(
    select(func.max(Relationship.trainer_id)).where(
        Relationship.client_id == Person.id, Relationship.standing == Standing.ACTIVE
    )
)
_LAST = _of_person(
    select(func.max(TrainingSession.starts))
    .join(Booking, Booking.session_id == TrainingSession.id)
    .where(Booking.client_id == Person.id, Booking.status == Booked.COMPLETED)
)
_MOVED = case((LedgerEntry.taker_id == LedgerAccount.id, LedgerEntry.amount), else_=-LedgerEntry.amount)
_CREDITS = _of_person(
    select(func.sum(_MOVED))
    .select_from(LedgerAccount)
    .join(
        LedgerEntry, or_(LedgerEntry.taker_id == LedgerAccount.id, LedgerEntry.giver_id == LedgerAccount.id)
    )
    .where(LedgerAccount.client_id == Person.id, LedgerAccount.kind == Kind.FREE)
)
_ANSWERED = (
    select(func.max(Consent.id))
    .where(Consent.address_id == Address.id, Consent.purpose == Purpose.PROMOTIONAL, Consent.act != Act.ASKED)
    .correlate(Address)
    .scalar_subquery()
)
_RANK = case({channel: rank for rank, channel in enumerate(PREFERENCE[Role.CLIENT])}, value=Address.channel)
_PEOPLE = (
    select(
        Person.id,
        Person.name,
        Person.locale,
        Person.zone,
        Preferences.quiet_from,
        Preferences.quiet_until,
        _TRAINER.label("trainer"),
        _LAST.label("last"),
        func.coalesce(_CREDITS, 0).label("credits"),
        _of_person(_TOLD.where(Address.person_id == Person.id)).label("told"),
        Address.id.label("address"),
        Address.channel,
        Address.lane,
        Address.hours,
        or_(Address.dead_at.is_not(None), Address.unproven).label("dead"),
        Address.stopped_at.is_not(None).label("stopped"),
        Consent.act,
        Consent.id.label("consent"),
    )
    .select_from(Person)
    .outerjoin(Preferences, Preferences.person_id == Person.id)
    .outerjoin(Address, Address.person_id == Person.id)
    # An answer of whoever had the address before is none of theirs.
    .outerjoin(Consent, and_(Consent.id == _ANSWERED, Consent.person_id == Person.id))
    .order_by(
        Person.id,
        case((Address.channel == Preferences.channel_first, 0), else_=1),
        _RANK,
        Address.id,
    )
)
_IS_CLIENT = Person.roles.op("&", return_type=Boolean())(int(Role.CLIENT)) != 0
_CALLED = select(Campaign).where(func.lower(Campaign.name) == func.lower(bindparam("name")))
_LATEST = (
    select(Campaign)
    .where(Campaign.follows.is_(None))
    .order_by(Campaign.id.desc())
    .limit(bindparam("limit", type_=Integer))
)
_NEXT = select(Campaign).where(Campaign.follows == _campaign)
_until = bindparam("until", type_=UtcDateTime)
_OF_WEEK = (
    select(Campaign)
    .where(
        Campaign.started_at < _until,
        or_(
            Campaign.started_at >= _since,
            and_(
                or_(Campaign.ended_at.is_(None), Campaign.ended_at >= _since),
                exists().where(
                    Recipient.campaign_id == Campaign.id,
                    Recipient.handed_at >= _since,
                    Recipient.handed_at < _until,
                ),
            ),
        ),
    )
    .order_by(Campaign.id)
)
_SEGMENTS = select(SavedSegment).order_by(SavedSegment.name)
_LOCKED = (
    select(Campaign)
    .where(Campaign.id == _campaign)
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_TAKE = (
    select(Campaign)
    .where(Campaign.id == _campaign)
    .with_for_update(key_share=True, skip_locked=True)
    .execution_options(populate_existing=True)
)
_TO_SEE_TO = select(Campaign.id).where(
    or_(
        Campaign.status == Status.RUNNING,
        exists().where(Recipient.campaign_id == Campaign.id, Recipient.stage == Stage.QUEUED),
    )
)
_QUEUED = (
    select(Recipient, Notification.state, Notification.problem, Notification.settled_at)
    .outerjoin(Notification, Notification.key == KEY)
    .where(Recipient.campaign_id == _campaign, Recipient.stage == Stage.QUEUED)
    .order_by(Recipient.id)
    .execution_options(populate_existing=True)
)
_DUE = (
    select(Recipient)
    .where(
        Recipient.campaign_id == _campaign,
        Recipient.stage == Stage.WAITING,
        Recipient.lane == bindparam("lane"),
        Recipient.due_at <= bindparam("now", type_=UtcDateTime),
    )
    .order_by(Recipient.due_at, Recipient.id)
    .limit(bindparam("limit", type_=Integer))
)
_IS_TRIED = text("campaign_recipient.trial")  # in the words of the partial index: SQLAlchemy adds “= 1”
_DUE_OF_TRIAL = _DUE.where(_IS_TRIED)
_UNTRIED = select(exists().where(Recipient.campaign_id == _campaign, Recipient.stage.in_(_OPEN), _IS_TRIED))
_SPLIT = (
    select(Recipient.trial, func.count().label("people"))
    .where(Recipient.campaign_id == _campaign, Recipient.stage != Stage.LEFT_OUT)
    .group_by(Recipient.trial)
)
_PENDING = select(exists().where(Recipient.campaign_id == _campaign, Recipient.stage.in_(_OPEN)))
_PROGRESS = (
    select(Recipient.stage, Recipient.why, func.count())
    .where(Recipient.campaign_id == _campaign)
    .group_by(Recipient.stage, Recipient.why)
)
_GOES_ON = select(func.min(Recipient.due_at)).where(
    Recipient.campaign_id == _campaign, Recipient.stage == Stage.WAITING
)
_GOES_ON_OF_TRIAL = _GOES_ON.where(_IS_TRIED)
_OF_PERSON = select(Recipient).where(Recipient.campaign_id == _campaign, Recipient.person_id == _person)


_OF_THESE = (
    Recipient.campaign_id.in_(bindparam("campaigns", type_=Integer, expanding=True)),
    Recipient.person_id == _person,
)
_BEGAN = select(func.min(Recipient.handed_at)).where(*_OF_THESE)
_speaks_for = bindparam("speaks_for", type_=Integer, expanding=True)
_DID = select(
    exists().where(
        Consent.person_id == _person,
        Consent.purpose == Purpose.PROMOTIONAL,
        Consent.act == Act.WITHDRAWN,
        Consent.at >= _since,
    ),
    exists().where(
        Booking.client_id.in_(_speaks_for), Booking.status.not_in(GONE), Booking.made_at >= _since
    ),
    or_(
        exists().where(*_OF_THESE, Recipient.tapped_at.is_not(None)),
        exists().where(
            Relationship.client_id.in_(_speaks_for),
            Message.relationship_id == Relationship.id,
            Message.author_id == _person,
            Message.at >= _since,
        ),
    ),
)


class SqlCampaigns(SqlCampaignStats):
    """See ``domain.campaigns.ports.Campaigns``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def campaign(self, campaign_id: int) -> Campaign:
        return self._found(self._session.get(Campaign, campaign_id))

    def locked(self, campaign_id: int) -> Campaign:
        return self._found(self._session.scalars(_LOCKED, {"campaign": campaign_id}).one_or_none())

    def called(self, name: str) -> Campaign | None:
        return self._session.scalars(_CALLED, {"name": name}).first()

    def latest(self, *, limit: int) -> list[Campaign]:
        return list(self._session.scalars(_LATEST, {"limit": limit}))

    def of_week(self, week: Interval) -> list[Campaign]:
        return list(self._session.scalars(_OF_WEEK, {"since": week.start, "until": week.end}))

    def next_of(self, campaign_id: int) -> Campaign | None:
        return self._session.scalars(_NEXT, {"campaign": campaign_id}).one_or_none()

    def did(self, campaigns: Collection[int], person_id: int, speaks_for: Collection[int]) -> Did:
        theirs = {"campaigns": list(campaigns), "person": person_id}
        since = self._session.scalars(_BEGAN, theirs).one()
        if since is None:
            return Did(left=False, booked=False, answered=False)
        values = {**theirs, "speaks_for": list(speaks_for), "since": since}
        return Did(*self._session.execute(_DID, values).one())

    def segments(self) -> list[SavedSegment]:
        return list(self._session.scalars(_SEGMENTS))

    def segment(self, segment_id: int) -> SavedSegment:
        found = self._session.get(SavedSegment, segment_id)
        if found is None:
            raise NotFound
        return found

    def people(self, segment: Segment, *, now: datetime) -> list[Known]:
        chosen = _PEOPLE.where(_IS_CLIENT, *_holds(segment, now))
        trainers = {each.id: each.name for each in self._session.scalars(select(Trainer))}
        if segment.trainer is not None:  # of several, the one that it is about
            trainers = dict.fromkeys(trainers, trainers.get(segment.trainer, ""))
        return self._known(chosen, trainers, now)

    def person(self, person_id: int, *, now: datetime) -> Known:
        trainers = {each.id: each.name for each in self._session.scalars(select(Trainer))}
        found = self._known(_PEOPLE.where(Person.id == person_id), trainers, now)
        if not found:
            raise NotFound
        return found[0]

    def told(self, person_id: int, *, now: datetime) -> int:
        return self._session.scalars(_TOLD_TO, {"person": person_id, "since": now - WEEK}).one()

    def room_at(self, person_id: int, most: int, *, now: datetime) -> datetime:
        values = {"person": person_id, "since": now - WEEK, "skipped": most - 1}
        told_at = self._session.scalars(_TOLD_AT, values).one_or_none()
        return told_at + WEEK if told_at else now

    def freeze(self, recipients: Collection[Recipient]) -> None:
        rows = [{name: getattr(each, name) for name in _COLUMNS} for each in recipients]
        self._session.execute(insert(_recipient), rows)

    def to_see_to(self) -> list[int]:
        return list(self._session.scalars(_TO_SEE_TO))

    def take(self, campaign_id: int) -> Campaign | None:
        return self._session.scalars(_TAKE, {"campaign": campaign_id}).one_or_none()

    def queued(self, campaign_id: int) -> list[Settled]:
        found = self._session.execute(_QUEUED, {"campaign": campaign_id})
        return [Settled(who, state, problem, at) for who, state, problem, at in found]

    def due(
        self, campaign_id: int, lane: str, now: datetime, *, limit: int, trial: bool = False
    ) -> list[Recipient]:
        values = {"campaign": campaign_id, "lane": lane, "now": now, "limit": limit}
        return list(self._session.scalars(_DUE_OF_TRIAL if trial else _DUE, values))

    def is_tried(self, campaign_id: int) -> bool:
        return not self._session.scalar(_UNTRIED, {"campaign": campaign_id})

    def split(self, campaign_id: int) -> tuple[int, int]:
        self._session.flush()
        rows: list[Any] = list(self._session.execute(_SPLIT, {"campaign": campaign_id}))
        found = {each.trial: each.people for each in rows}
        return found.get(True, 0), found.get(False, 0)

    def choice(self, campaign_id: int) -> Choice | None:
        return self._session.get(Choice, campaign_id, populate_existing=True)

    def is_pending(self, campaign_id: int) -> bool:
        return bool(self._session.scalar(_PENDING, {"campaign": campaign_id}))

    def recipient(self, recipient_id: int) -> Recipient:
        found = self._session.get(Recipient, recipient_id)
        if found is None:
            raise NotFound
        return found

    def of_person(self, campaign_id: int, person_id: int) -> Recipient | None:
        mine = {"campaign": campaign_id, "person": person_id}
        return self._session.scalars(_OF_PERSON, mine).one_or_none()

    def progress(self, campaign_id: int) -> Progress:
        self._session.flush()
        found: list[Any] = list(self._session.execute(_PROGRESS, {"campaign": campaign_id}))
        stages, out = dict.fromkeys(Stage, 0), dict.fromkeys(Why, 0)
        for stage, why, count in found:
            stages[stage] += count
            if why is not None:
                out[why] += count
        return Progress(stages, out)

    def goes_on(self, campaign_id: int, *, trial: bool = False) -> datetime | None:
        self._session.flush()
        return self._session.scalar(_GOES_ON_OF_TRIAL if trial else _GOES_ON, {"campaign": campaign_id})

    def _known(self, statement: Select[Any], trainers: dict[int, str], now: datetime) -> list[Known]:
        rows = self._session.execute(statement, {"since": now - WEEK})
        return [_one(list(theirs), trainers) for _id, theirs in groupby(rows, key=lambda row: row.id)]

    def _found(self, campaign: Campaign | None) -> Campaign:
        if campaign is None:
            raise NotFound
        return campaign


def _holds(segment: Segment, now: datetime) -> list[ColumnElement[bool]]:
    """The conditions that a segment makes."""
    held: list[ColumnElement[bool]] = []
    if segment.trainer is not None:
        held.append(
            exists().where(
                Relationship.client_id == Person.id,
                Relationship.trainer_id == segment.trainer,
                Relationship.standing == Standing.ACTIVE,
            )
        )
    match segment.visit:
        case Visit.NEVER:
            held.append(_LAST.is_(None))
        case Visit.RECENT:
            held.append(now - AGO[Visit.RECENT] <= _LAST)
        case Visit.AWAY_30 | Visit.AWAY_90:
            held.append(now - AGO[segment.visit] > _LAST)
    if segment.credit is not None:
        has = func.coalesce(_CREDITS, 0) > 0
        held.append(has if segment.credit is Credit.SOME else ~has)
    if segment.language is not None:
        held.append(Person.locale.startswith(segment.language))
    return [*held, *_labelled(segment)]


def _labelled(segment: Segment) -> list[ColumnElement[bool]]:
    held: list[ColumnElement[bool]] = []
    if segment.level is not None:
        held.append(exists().where(ClientLevel.person_id == Person.id, ClientLevel.level == segment.level))
    if segment.tag is not None:
        held.append(exists().where(ClientTag.person_id == Person.id, ClientTag.tag == segment.tag))
    return held


def _one(rows: Sequence[Any], trainers: dict[int, str]) -> Known:
    """Of the rows of one person, an address each."""
    first = rows[0]
    spots = tuple(
        Spot(row.address, row.channel, row.lane, row.dead, row.stopped, row.act, row.consent)
        for row in rows
        if row.address is not None
    )
    quiet = None if first.quiet_from is None else Quiet(first.quiet_from, first.quiet_until)
    return Known(
        first.id,
        first.name,
        first.locale,
        first.zone,
        quiet,
        trainers.get(first.trainer),
        first.last,
        first.credits,
        first.told,
        spots,
        best_hour(row.hours for row in rows),
    )
