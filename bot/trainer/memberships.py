"""Who pays a trainer every month, what for, and how it stands."""

from bot.dialogue.routes import card, command, on
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Screen, Section, choice, lines, list_of
from bot.dialogue.turn import Turn
from bot.dialogue.words import _, money
from bot.memberships import named, next_charge, state_said
from bot.trainer.home import trainer_of
from bot.trainer.lists import below
from bot.trainer.package_views import CreditsOf, OpenMembers, OpenPackages
from domain.access import require_trainer
from domain.base import Role
from domain.memberships.model import Membership
from domain.trainers.model import Trainer

ENDED = 5  # that are over, listed after those that go on


@on(OpenMembers, who=Role.TRAINER)
def open_members(turn: Turn, _asked: OpenMembers) -> Screen:
    return below(turn, members_screen(turn, trainer_of(turn)))


@command(
    "members", "memberships", "hub members", "hub memberships", "abonos", "hub abonos",
    "suscripciones", "hub suscripciones",
    who=Role.TRAINER,
)  # fmt: skip
def members_typed(turn: Turn, rest: str) -> Screen:
    return members_screen(turn, trainer_of(turn))


def members_screen(scene: Scene, trainer: Trainer) -> Screen:
    known = scene.work.memberships.of_trainer(trainer.id)
    shown = [each for each in known if each.is_live]
    shown += [each for each in known if not each.is_live][:ENDED]
    how = _("Nobody pays you monthly. Try: package new name Gold, sessions 8, price 320, renews monthly")
    return Screen(
        title=_("Members"),
        text="" if shown else how,
        sections=tuple(_section(scene, each) for each in shown),
        choices=((choice(_("Your packages"), OpenPackages()),),),
        private=True,
    )


def _section(scene: Scene, found: Membership) -> Section:
    client = scene.work.people.person(found.payer_id)
    said = list_of([client.name, found.name, money(found.price), state_said(found)])
    return Section(said, (choice(_("Credits"), CreditsOf(client.id)),))


def member_card(scene: Scene, found: Membership, said: str = "") -> Screen:
    client = scene.work.people.person(found.payer_id)
    how = next_charge(found) or list_of([money(found.price), state_said(found)])
    return Screen(
        title=f"{client.name}: {named(found)}",
        text=lines(said, how),
        choices=((choice(_("Credits"), CreditsOf(client.id)), choice(_("Members"), OpenMembers())),),
        subject=("member", found.id),
        private=True,
    )


@card("member")
def card_of(turn: Turn, membership_id: int) -> Screen:
    found = turn.work.memberships.membership(membership_id)
    require_trainer(turn.person, turn.work.trainers.trainer(found.trainer_id))
    return member_card(turn, found)
