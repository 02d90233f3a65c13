"""The unit of work: one transaction, through which everything is read and written."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from domain.absences.ports import Absences
from domain.base import Entity
from domain.bookings.ports import Bookings
from domain.campaigns.ports import Campaigns
from domain.cashup.ports import CashUps
from domain.classes.ports import Classes
from domain.codes.ports import Codes
from domain.consent.ports import Consents
from domain.conversations.ports import Conversations, Inbox
from domain.earnings.ports import Earnings
from domain.family.ports import Family
from domain.feedback.ports import Feedback
from domain.health.ports import Health
from domain.lateness.ports import Lateness
from domain.ledger.ports import Ledger
from domain.mailboxes.ports import Mailboxes
from domain.memberships.ports import Memberships
from domain.notifications.ports import Deliveries, History, Lanes, Outbox
from domain.packages.ports import Packages
from domain.payments.ports import Disputes, Payments
from domain.people.ports import People
from domain.pictures.ports import Pictures
from domain.policies.ports import Policies
from domain.records.ports import Records
from domain.resources.ports import Resources
from domain.schedule.ports import Schedule
from domain.standing.ports import Standing
from domain.tax import Taxation
from domain.templates.ports import Templates
from domain.trainers.ports import Trainers
from domain.waitlist.ports import Waitlist
from domain.wallets.ports import Wallets
from domain.wordings.ports import Wordings


class Work(Protocol):
    """Committed or rolled back by whoever opened it, never by a service."""

    @property
    def tax(self) -> Taxation:
        """What the studio has set, which nothing that is sold already follows."""
        ...

    @property
    def people(self) -> People: ...

    @property
    def trainers(self) -> Trainers: ...

    @property
    def policies(self) -> Policies: ...

    @property
    def schedule(self) -> Schedule: ...

    @property
    def bookings(self) -> Bookings: ...

    @property
    def packages(self) -> Packages: ...

    @property
    def codes(self) -> Codes: ...

    @property
    def ledger(self) -> Ledger: ...

    @property
    def payments(self) -> Payments: ...

    @property
    def disputes(self) -> Disputes: ...

    @property
    def earnings(self) -> Earnings: ...

    @property
    def cashups(self) -> CashUps: ...

    @property
    def pictures(self) -> Pictures: ...

    @property
    def campaigns(self) -> Campaigns: ...

    @property
    def memberships(self) -> Memberships: ...

    @property
    def wallets(self) -> Wallets: ...

    @property
    def records(self) -> Records: ...

    @property
    def templates(self) -> Templates: ...

    @property
    def wordings(self) -> Wordings: ...

    @property
    def classes(self) -> Classes: ...

    @property
    def resources(self) -> Resources: ...

    @property
    def absences(self) -> Absences: ...

    @property
    def lateness(self) -> Lateness: ...

    @property
    def waitlist(self) -> Waitlist: ...

    @property
    def standing(self) -> Standing: ...

    @property
    def family(self) -> Family: ...

    @property
    def health(self) -> Health: ...

    @property
    def feedback(self) -> Feedback: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def history(self) -> History: ...

    @property
    def lanes(self) -> Lanes: ...

    @property
    def deliveries(self) -> Deliveries: ...

    @property
    def conversations(self) -> Conversations: ...

    @property
    def mailboxes(self) -> Mailboxes: ...

    @property
    def consents(self) -> Consents: ...

    @property
    def inbox(self) -> Inbox: ...

    def add(self, *entities: Entity) -> None: ...

    def delete(self, entity: Entity) -> None: ...

    def flush(self) -> None:
        """Send what was added or changed, so that new rows have their ids."""
        ...

    def claim(self, trainer_id: int) -> AbstractContextManager[None]:
        """A savepoint around taking a trainer's time, one claimant after another. Raises Taken, with
        nothing changed, if another has it.
        """
        ...


T = TypeVar("T")


class Runner(Protocol):
    """Runs a unit of work in a transaction. A unit may be run again from the start, so it must be
    repeatable.
    """

    async def run(self, unit: Callable[[Work], T]) -> T:
        """Commits when the unit returns, rolls back when it raises."""
        ...

    async def read(self, unit: Callable[[Work], T]) -> T:
        """For units that only read; may run beside a writer."""
        ...
