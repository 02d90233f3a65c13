"""What all trainers' members come to, and the studio's desks: how many, who left, what comes in monthly."""

from bot.dialogue.routes import command
from bot.dialogue.screen import Screen, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, money, ngettext, percent
from bot.trainer.desk_views import OpenDesks
from domain.base import Role
from domain.memberships.report import Report, report


@command(
    "report subs", "hub report subs", "subs", "hub subs", "informe abonos", "hub informe abonos",
    who=Role.ADMIN,
)  # fmt: skip
def report_typed(turn: Turn, rest: str) -> Screen:
    clients, desks = (report(turn.work, turn.person, desks=each, now=turn.now) for each in (False, True))
    return Screen(
        title=_("Memberships"),
        text=lines(*_said(clients), "", _("Desk plans"), *_said(desks)),
        choices=((choice(_("Desk plans"), OpenDesks()),),),
        private=True,
    )


def _said(found: Report) -> list[str]:
    """Amounts stand one for each currency, and are never added up."""
    of_them = list_of(
        [
            ngettext("{n} unpaid", "{n} unpaid", found.unpaid) if found.unpaid else "",
            ngettext("{n} about to end", "{n} about to end", found.leaving) if found.leaving else "",
        ]
    )
    active = _("Active: {n}", n=found.active)
    lost = _("Left in the last 30 days: {n}", n=found.lost)
    share = (
        _("{share} of those who were there", share=percent(found.lost / found.stood)) if found.stood else ""
    )
    return [
        list_of([active, of_them]),
        _("Paused: {n}", n=found.paused),
        _("Over: {n}", n=found.over),
        list_of([lost, share]),
        *(_("{amount} a month", amount=money(each)) for each in found.monthly),
    ]
