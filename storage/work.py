"""The unit of work over one SQLAlchemy session."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from domain.base import Entity
from domain.errors import Taken
from domain.tax import NO_TAX, Taxation
from storage.absences import SqlAbsences
from storage.bookings import SqlBookings
from storage.campaigns import SqlCampaigns
from storage.cashups import SqlCashUps
from storage.classes import SqlClasses
from storage.codes import SqlCodes
from storage.consent import SqlConsents
from storage.constraints import FULL, TAKEN
from storage.conversations import SqlConversations
from storage.deliveries import SqlDeliveries
from storage.disputes import SqlDisputes
from storage.earnings import SqlEarnings
from storage.family import SqlFamily
from storage.feedback import SqlFeedback
from storage.health import SqlHealth
from storage.history import SqlHistory
from storage.inbox import SqlInbox
from storage.lateness import SqlLateness
from storage.ledger import SqlLedger
from storage.mailboxes import SqlMailboxes
from storage.memberships import SqlMemberships
from storage.notifications import SqlOutbox
from storage.outbox import SqlLanes
from storage.packages import SqlPackages
from storage.payments import SqlPayments
from storage.people import SqlPeople
from storage.pictures import SqlPictures
from storage.policies import SqlPolicies
from storage.records import SqlRecords
from storage.resources import SqlResources
from storage.schedule import SqlSchedule
from storage.standing import SqlStanding
from storage.templates import SqlTemplates
from storage.trainers import SqlTrainers
from storage.waitlist import SqlWaitlist
from storage.wallets import SqlWallets
from storage.wordings import SqlWordings

_EXCLUSION_VIOLATION = "23P01"
# Two that write overlapping rows at once would each wait for the other to end: a deadlock, and a second
# lost until it is seen. Until the turn ends, a trainer's claimants queue instead. SQLite's always do.
_QUEUE = text("SELECT pg_advisory_xact_lock(hashtext('training_session'), :trainer)")


def is_taken(error: DBAPIError) -> bool:
    """Whether the database refused an overlap, by PostgreSQL's constraint or SQLite's trigger, or a session
    more than the trainer takes on: the last place of that day was taken.
    """
    if getattr(error.orig, "sqlstate", None) == _EXCLUSION_VIOLATION:
        return True
    return any(said in str(error.orig) for said in (TAKEN, FULL))


class SqlWork:
    """See ``domain.work.Work``. ``woken`` collects the lanes that the turn wrote to."""

    def __init__(self, session: Session, tax: Taxation = NO_TAX) -> None:
        self.session = session
        self.tax = tax
        self.woken: set[str] = set()

    @cached_property
    def people(self) -> SqlPeople:
        return SqlPeople(self.session)

    @cached_property
    def trainers(self) -> SqlTrainers:
        return SqlTrainers(self.session)

    @cached_property
    def policies(self) -> SqlPolicies:
        return SqlPolicies(self.session)

    @cached_property
    def schedule(self) -> SqlSchedule:
        return SqlSchedule(self.session)

    @cached_property
    def bookings(self) -> SqlBookings:
        return SqlBookings(self.session)

    @cached_property
    def packages(self) -> SqlPackages:
        return SqlPackages(self.session)

    @cached_property
    def codes(self) -> SqlCodes:
        return SqlCodes(self.session)

    @cached_property
    def ledger(self) -> SqlLedger:
        return SqlLedger(self.session)

    @cached_property
    def payments(self) -> SqlPayments:
        return SqlPayments(self.session)

    @cached_property
    def earnings(self) -> SqlEarnings:
        return SqlEarnings(self.session)

    @cached_property
    def disputes(self) -> SqlDisputes:
        return SqlDisputes(self.session)

    @cached_property
    def cashups(self) -> SqlCashUps:
        return SqlCashUps(self.session)

    @cached_property
    def pictures(self) -> SqlPictures:
        return SqlPictures(self.session)

    @cached_property
    def campaigns(self) -> SqlCampaigns:
        return SqlCampaigns(self.session)

    @cached_property
    def memberships(self) -> SqlMemberships:
        return SqlMemberships(self.session)

    @cached_property
    def wallets(self) -> SqlWallets:
        return SqlWallets(self.session)

    @cached_property
    def records(self) -> SqlRecords:
        return SqlRecords(self.session)

    @cached_property
    def templates(self) -> SqlTemplates:
        return SqlTemplates(self.session)

    @cached_property
    def wordings(self) -> SqlWordings:
        return SqlWordings(self.session)

    @cached_property
    def classes(self) -> SqlClasses:
        return SqlClasses(self.session)

    @cached_property
    def resources(self) -> SqlResources:
        return SqlResources(self.session)

    @cached_property
    def absences(self) -> SqlAbsences:
        return SqlAbsences(self.session)

    @cached_property
    def lateness(self) -> SqlLateness:
        return SqlLateness(self.session)

    @cached_property
    def waitlist(self) -> SqlWaitlist:
        return SqlWaitlist(self.session)

    @cached_property
    def standing(self) -> SqlStanding:
        return SqlStanding(self.session)

    @cached_property
    def family(self) -> SqlFamily:
        return SqlFamily(self.session)

    @cached_property
    def health(self) -> SqlHealth:
        return SqlHealth(self.session)

    @cached_property
    def feedback(self) -> SqlFeedback:
        return SqlFeedback(self.session)

    @cached_property
    def history(self) -> SqlHistory:
        return SqlHistory(self.session)

    @cached_property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self.session, self.woken)

    @cached_property
    def lanes(self) -> SqlLanes:
        return SqlLanes(self.session)

    @cached_property
    def deliveries(self) -> SqlDeliveries:
        return SqlDeliveries(self.session)

    @cached_property
    def conversations(self) -> SqlConversations:
        return SqlConversations(self.session)

    @cached_property
    def mailboxes(self) -> SqlMailboxes:
        return SqlMailboxes(self.session)

    @cached_property
    def consents(self) -> SqlConsents:
        return SqlConsents(self.session)

    @cached_property
    def inbox(self) -> SqlInbox:
        return SqlInbox(self.session)

    def add(self, *entities: Entity) -> None:
        self.session.add_all(entities)

    def delete(self, entity: Entity) -> None:
        self.session.delete(entity)

    def flush(self) -> None:
        self.session.flush()

    @contextmanager
    def claim(self, trainer_id: int) -> Iterator[None]:
        try:
            with self.session.begin_nested():
                if self.session.get_bind().dialect.name == "postgresql":
                    self.session.execute(_QUEUE, {"trainer": trainer_id})
                yield
        except DBAPIError as error:
            if not is_taken(error):
                raise
            raise Taken from error
