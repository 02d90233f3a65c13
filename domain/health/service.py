"""The use cases of health forms: a trainer wants them, a client signs one, and who may read it.

What was answered appears in no list, log, reminder or metric: only where `form_of` was asked.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from domain.access import require_trainer
from domain.base import Role
from domain.bookings.model import Status
from domain.bookings.rules import FIRM
from domain.errors import NotYours, Refusal
from domain.health.model import HealthForm, How
from domain.health.rules import VERSIONS, is_current
from domain.notifications.service import tell
from domain.people.model import Person, Standing
from domain.trainers.model import Trainer
from domain.work import Work

A_WHILE = timedelta(minutes=5)  # in which who opens the form from the card is spared the message


class Unsigned(Refusal):
    """The health form of {name} is not signed yet. You can approve as soon as it is."""


class Reworded(Refusal):
    """The words have changed since, so nothing was signed. Here they are anew."""


def require_forms(work: Work, actor: Person, trainer: Trainer, wanted: bool, *, now: datetime) -> None:
    """From now on a trainer approves only who has signed, or anybody. Those whose request waits are asked."""
    require_trainer(actor, trainer)
    if wanted == trainer.wants_health:
        return
    trainer.health_since = now if wanted else None
    until = now + timedelta(days=trainer.horizon_days)
    for sheet in work.bookings.of_trainer(trainer.id, now, until, (Status.REQUESTED,)):
        ask(work, sheet.client, trainer, due=now)


def ask(work: Work, client: Person, trainer: Trainer, *, due: datetime) -> None:
    """Ask a client of a trainer who wants the form, once for each version of it."""
    if not is_wanted(work, client, trainer):
        return
    key = f"health:{VERSIONS[0]}.{VERSIONS[1]}"
    tell(work, client.id, Role.CLIENT, "client_health", key, due=due, data={"trainer": trainer.id})


def is_wanted(work: Work, client: Person, trainer: Trainer) -> bool:
    """Whether the client still has to sign for this trainer. Says nothing of any answer."""
    return trainer.wants_health and not is_current(work.health.latest(client.id))


def require_signed(work: Work, client: Person, trainer: Trainer, booking_id: int) -> None:
    """Raises Unsigned."""
    if is_wanted(work, client, trainer):
        raise Unsigned(booking=booking_id, name=client.first_name)


def form_of(work: Work, actor: Person, client: Person) -> HealthForm | None:
    """What a client signed last, for themself, for who trains them, and for an admin. Raises NotYours."""
    if actor.id != client.id and not actor.roles & Role.ADMIN and not _trains(work, actor, client):
        raise NotYours
    return work.health.latest(client.id)


def sign(
    work: Work,
    client: Person,
    versions: tuple[int, int],
    answers: Mapping[str, str],
    shown: Mapping[str, str],
    how: How,
    *,
    now: datetime,
) -> HealthForm:
    """Keep what a client answered and agreed to, beside the words that they read; the cards of trainers who
    wait for it say so. ``versions`` are those of the questions and the waiver; raises Reworded for old ones.
    """
    if versions != VERSIONS:
        raise Reworded
    form = HealthForm(
        person_id=client.id,
        questions_version=versions[0],
        waiver_version=versions[1],
        answers=dict(answers),
        shown=dict(shown),
        how=how,
        signed_at=now,
    )
    work.add(form)
    work.flush()
    for sheet in work.bookings.coming(client.id, now):
        if sheet.trainer.wants_health and sheet.booking.status in FIRM:
            key, about = f"health:{form.id}:{sheet.booking.id}", ("booking", sheet.booking.id)
            person_id = sheet.trainer.person_id
            tell(work, person_id, Role.TRAINER, "trainer_booking", key, due=now, subject=about)
    return form


def _trains(work: Work, actor: Person, client: Person) -> bool:
    trainer = work.trainers.of_person(actor.id)
    bond = work.people.relationship(client.id, trainer.id) if trainer else None
    return bond is not None and bond.standing is not Standing.ENDED
