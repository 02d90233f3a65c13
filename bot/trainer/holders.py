"""Who holds a package: how much of it is left and used, until when, and as a file."""

from bot.credits import is_over
from bot.csv_file import csv_file
from bot.dialogue.routes import on
from bot.dialogue.screen import Screen, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, day, ngettext
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.package_views import EditPackage, HoldersFile, OpenPackageHolders, OpenPackages
from domain.access import require_trainer
from domain.base import Role
from domain.packages.model import Package
from domain.packages.ports import HeldBy
from domain.zones import wall

MOST = 30  # shown: all of them are in the file


@on(OpenPackageHolders, who=Role.TRAINER)
def open_package_holders(turn: Turn, wanted: OpenPackageHolders) -> Screen:
    return below(turn, holders_screen(turn, _own(turn, wanted.package)))


def holders_screen(turn: Turn, package: Package) -> Screen:
    """Those of whom something is left or reserved, by their last days; of the others, how many."""
    held = turn.work.packages.held_by(package)
    today = wall(turn.now, trainer_of(turn).zone).date()
    living = [
        each
        for each in held
        if each.holding.reserved or (each.holding.free and not is_over(each.holding, today))
    ]
    over, more = len(held) - len(living), len(living) - MOST
    return Screen(
        title=_("{name}: who holds it", name=package.name),
        text=lines(
            *map(_said, living[:MOST]),
            "" if living else _("Nobody holds it now."),
            ngettext("and {n} more", "and {n} more", more) if more > 0 else "",
            ngettext("{n} is used up or over.", "{n} are used up or over.", over) if over else "",
        ),
        choices=(
            (
                choice(_("Change"), EditPackage(package.id)),
                *((choice(_("As a file"), HoldersFile(package.id)),) if held else ()),
                choice(_("Your packages"), OpenPackages()),
            ),
        ),
        private=True,
    )


@on(HoldersFile, who=Role.TRAINER)
def as_file(turn: Turn, wanted: HoldersFile) -> Screen:
    package = _own(turn, wanted.package)
    columns = [
        _("Client"), _("Given on"), _("Left"), _("Reserved"), _("Used"), _("Expired"), _("Last day"),
    ]  # fmt: skip
    rows = [
        [
            name,
            f"{wall(held.lot.given_at, trainer_of(turn).zone):%Y-%m-%d}",
            held.free,
            held.reserved,
            held.used,
            held.expired,
            held.lot.expires_on or "",
        ]
        for name, held in turn.work.packages.held_by(package)
    ]
    made = csv_file(f"package-{package.id}", columns, rows)
    return Screen(text=_("{name}: who holds it", name=package.name), file=made, fresh=True)


def _own(turn: Turn, package_id: int) -> Package:
    """Raises NotYours."""
    package = turn.work.packages.package(package_id)
    require_trainer(turn.person, turn.work.trainers.trainer(package.trainer_id))
    return package


def _said(each: HeldBy) -> str:
    held = each.holding
    until = held.lot.expires_on
    return list_of(
        [
            each.name,
            _("{n} left", n=held.free),
            ngettext("{n} reserved", "{n} reserved", held.reserved) if held.reserved else "",
            _("{n} used", n=held.used) if held.used else "",
            _("until {day}", day=day(until)) if until else "",
        ]
    )
