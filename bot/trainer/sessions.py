"""A trainer's sessions: complete, no-show, cancel."""

from bot.dialogue.routes import answers, on
from bot.dialogue.screen import Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, money
from bot.trainer.cards import (
    AskNoShow,
    AskTrainerCancel,
    Complete,
    NoShow,
    facts,
    trainer_card,
)
from bot.trainer.lists import below, settled
from bot.trainer.requests import Reason
from bot.trainer.views import OpenCard
from domain.access import require_trainer
from domain.base import Role
from domain.bookings import service as bookings
from domain.bookings.costs import to_cancel, to_miss
from domain.policies.rules import Cost


@on(OpenCard, who=Role.TRAINER | Role.ADMIN)
def open_card(turn: Turn, wanted: OpenCard) -> Screen:
    sheet = turn.work.bookings.sheet(wanted.booking)
    require_trainer(turn.person, sheet.trainer)
    return below(turn, trainer_card(turn, sheet))


@on(Complete, who=Role.TRAINER | Role.ADMIN)
def complete(turn: Turn, session: Complete) -> Screen:
    sheet = bookings.complete(turn.work, turn.person, session.booking, session.version, now=turn.now)
    turn.work.flush()
    return settled(turn, trainer_card(turn, sheet))


@on(AskNoShow, who=Role.TRAINER | Role.ADMIN)
def ask_no_show(turn: Turn, session: AskNoShow) -> Screen:
    """Said once more before it is done, since the client is told."""
    sheet = turn.work.bookings.sheet(session.booking)
    require_trainer(turn.person, sheet.trainer)
    sure = choice(_("Yes, a no-show"), NoShow(session.booking, session.version), "danger")
    told = _("{name} is told and can answer.", name=sheet.client.first_name)
    text = lines(facts(sheet), _missing(to_miss(sheet)), told)
    asked = Screen(
        title=_("Did {name} not come?", name=sheet.client.first_name),
        text=text,
        choices=((sure, choice(_("They came"), Complete(session.booking, session.version))),),
        subject=("booking", session.booking),
    )
    return below(turn, asked)


def _missing(cost: Cost | None) -> str:
    """What it costs the client, where that was agreed."""
    if cost is None or cost.is_free:
        return ""
    if cost.fee is None:
        return _("It counts as a session used.")
    return _("It costs {fee}.", fee=money(cost.fee))


@on(NoShow, who=Role.TRAINER | Role.ADMIN)
def no_show(turn: Turn, session: NoShow) -> Screen:
    sheet = bookings.no_show(turn.work, turn.person, session.booking, session.version, now=turn.now)
    turn.work.flush()
    return settled(turn, trainer_card(turn, sheet))


@on(AskTrainerCancel, who=Role.TRAINER | Role.ADMIN)
def ask_cancel(turn: Turn, session: AskTrainerCancel) -> Screen:
    sheet = turn.work.bookings.sheet(session.booking)
    require_trainer(turn.person, sheet.trainer)
    late = "" if to_cancel(turn.work, sheet, now=turn.now).is_free else _("You let them off, so say why.")
    text = lines(sheet.client.name, facts(sheet), late)
    return below(turn, Screen(title=_("Cancel session"), text=text, form=session.pack()))


@answers(AskTrainerCancel, Reason)
def cancel(turn: Turn, session: AskTrainerCancel, form: Reason) -> Screen:
    sheet = bookings.cancel(
        turn.work, turn.person, session.booking, session.version, now=turn.now, reason=form.reason or ""
    )
    turn.work.flush()
    return settled(turn, trainer_card(turn, sheet))
