"""A trainer's policy: until when cancelling and moving are free, and what comes late costs."""

import enum
import re
from decimal import Decimal

from pydantic import BaseModel, Field

from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, minor_units
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.policy_words import policy_words
from bot.trainer.views import EditPolicy
from domain.base import Role
from domain.policies.model import Late
from domain.policies.service import end_policy, set_policy
from domain.policies.words import Terms, UnreadableFee, UnreadablePolicy, parse_policy, read_fee, read_length
from domain.trainers.model import Service, Trainer

_OFF = {"off", "none", "no", "ninguna", "sin"}
_OF_A_SERVICE = re.compile(r"(?P<service>[^:]+):\s*(?P<terms>.+)", re.DOTALL)


class LateMoves(enum.StrEnum):
    REFUSED = "refused"
    SAME = "same"


class PolicyForm(BaseModel):
    cancel: str = Field(
        title=N_("Cancelling is free until this long before"), examples=[N_("24 hours")], max_length=40
    )
    late: Late = Field(
        title=N_("Later it costs"),
        json_schema_extra={
            "labels": {"free": N_("nothing"), "used": N_("a session used"), "fee": N_("a fee")}
        },
    )
    fee: str | None = Field(None, title=N_("The fee, where it is one"), examples=["15"], max_length=20)
    move: str | None = Field(
        None, title=N_("Moving, if until another time"), examples=[N_("12 hours")], max_length=40
    )
    pay: str | None = Field(
        None, title=N_("When it is paid: first, later, or a deposit"), examples=["20%"], max_length=20
    )
    missed: str | None = Field(
        None, title=N_("Not coming: used, free, or a fee"), examples=["20"], max_length=20
    )
    moves: LateMoves = Field(
        LateMoves.REFUSED,
        title=N_("A late move"),
        json_schema_extra={"labels": {"refused": N_("is refused"), "same": N_("costs the same")}},
    )


@command("policy", "hub policy", "política", "hub política", who=Role.TRAINER, takes_words=True)
def policy(turn: Turn, rest: str) -> Screen:
    """Alone: as it is. Such as "policy cancel 24 hours, late used", or "policy Check-in: cancel 2 hours"."""
    trainer = trainer_of(turn)
    if not rest:
        return policy_screen(turn, trainer)
    service, said = _named(turn, trainer, rest)
    if said.strip().casefold() in _OFF:
        end_policy(turn.person, trainer, service)
    else:
        _set(turn, trainer, parse_policy(said), service)
    turn.work.flush()
    return policy_screen(turn, trainer).with_toast(_("Saved. What is booked keeps what it was booked with."))


@on(EditPolicy, who=Role.TRAINER)
def edit_policy(turn: Turn, asked: EditPolicy) -> Screen:
    return below(turn, Screen(title=_("Set policy"), form=asked.pack()))


@answers(EditPolicy, PolicyForm)
def policy_filled(turn: Turn, asked: EditPolicy, form: PolicyForm) -> Screen:
    trainer = trainer_of(turn)
    cancel = read_length(form.cancel)
    terms = Terms(
        cancel_minutes=cancel,
        move_minutes=read_length(form.move) if form.move else cancel,
        late=form.late,
        fee=read_fee(form.fee or "") if form.late is Late.FEE else None,
        moves_late=form.moves is LateMoves.SAME,
    )
    terms = _besides(terms, form)
    _set(turn, trainer, terms, None)
    turn.work.flush()
    return policy_screen(turn, trainer).with_toast(_("Saved. What is booked keeps what it was booked with."))


def _besides(terms: Terms, form: PolicyForm) -> Terms:
    """The answers that are words: as they would be typed in a line."""
    if form.pay:
        is_word = form.pay.strip().isalpha()
        said = parse_policy(f"{'pay' if is_word else 'deposit'} {form.pay}")
        terms = terms._replace(pay=said.pay, deposit=said.deposit, deposit_share=said.deposit_share)
    if form.missed:
        said = parse_policy(f"no-show {form.missed}")
        terms = terms._replace(missed=said.missed, missed_fee=said.missed_fee)
    return terms


def _set(turn: Turn, trainer: Trainer, terms: Terms, service: Service | None) -> None:
    currency = _currency(turn, trainer, service)
    set_policy(
        turn.work,
        turn.person,
        trainer,
        terms,
        fee_minor=_minor(terms.fee, currency),
        deposit_minor=_minor(terms.deposit, currency),
        missed_minor=_minor(terms.missed_fee, currency),
        service=service,
        now=turn.now,
    )


def _minor(amount: Decimal | None, currency: str) -> int | None:
    """Raises UnreadableFee for what is finer than the currency."""
    if amount is None:
        return None
    minor = minor_units(amount, currency)
    if minor is None:
        raise UnreadableFee(words=str(amount))
    return minor


def _named(turn: Turn, trainer: Trainer, words: str) -> tuple[Service | None, str]:
    """The service before a colon, and what is said of it; None for all of them. Raises UnreadablePolicy."""
    found = _OF_A_SERVICE.fullmatch(words)
    if found is None:
        return None, words
    wanted = found["service"].strip().casefold()
    for service in turn.work.trainers.services(trainer.id):
        if service.name.casefold() == wanted:
            return service, found["terms"]
    raise UnreadablePolicy(words=found["service"])


def policy_screen(turn: Turn, trainer: Trainer) -> Screen:
    """What holds for what is booked from now on, and how to change it."""
    services = turn.work.trainers.services(trainer.id)
    own = [each for each in services if each.policy_id is not None]
    general = turn.work.policies.policy(trainer.policy_id)
    return Screen(
        title=_("Your policy"),
        text=lines(
            policy_words(general, _currency(turn, trainer, None)),
            *(
                f"{each.name}: {policy_words(turn.work.policies.policy(each.policy_id), each.currency)}"
                for each in own
            ),
            _("It holds for what is booked from now on; each booking keeps its own."),
            _(
                "To change it, type for example: policy cancel 24 hours, late fee 15; or: policy pay first,"
                " no-show used; or: policy Yoga: deposit 20%"
            ),
        ),
        choices=((choice(_("Set policy"), EditPolicy()),),),
        private=True,
    )


def _currency(turn: Turn, trainer: Trainer, service: Service | None) -> str:
    offered = service or next(iter(turn.work.trainers.services(trainer.id)), None)
    return offered.currency if offered else turn.studio.currency
