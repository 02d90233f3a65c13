"""What is said unasked, in the studio's own words."""

from bot.admin.dead import TryAgain
from bot.admin.wording_views import (
    ChangeWording,
    OpenTurns,
    OpenWording,
    OpenWordings,
    RestoreWording,
    WordingToMe,
)
from bot.languages import Language
from domain.base import Role
from domain.notifications.dead import tell_dead
from domain.notifications.model import State
from domain.notifications.service import tell
from domain.wordings.model import Medium
from domain.wordings.rules import NoValue
from tests.gallery.scene import scene
from tests.gallery.stage import Stage

MOVED = (
    "Hi {you}, {name} had to move your session from {was}.",
    "Hola, {you}: {name} ha tenido que cambiar tu sesión, que era el {was}.",
)


def opens_moved(s: Stage, medium: Medium = Medium.CHAT) -> None:
    moved = OpenWording("client-moved", Language(s.language), medium)
    s.ada.taps(moved.pack(), s.says("Session moved", "Sesión cambiada"))


@scene("The studio says it in its own words")
def reworded(s: Stage) -> None:
    s.ada.opens()
    s.ada.presses(OpenWordings)
    s.ada.presses(OpenTurns)
    s.ada.presses(OpenWording)
    s.ada.says("wording", "textos")
    s.ada.presses(OpenWordings, 1)
    opens_moved(s)
    s.ada.presses(ChangeWording)
    s.ada.fills(words=s.says(*MOVED))
    s.ada.taps(WordingToMe("client-moved", Language(s.language), Medium.CHAT).pack(), "…")
    s.ada.hears("admin_wording_test")
    s.ada.says("wording", "textos")
    s.ada.presses(OpenWordings, 1)


@scene("Words that can't be said so")
def unsayable(s: Stage) -> None:
    for words in ("{when2}", "Moved {was", "http://studio.example {was}"):
        opens_moved(s)
        s.ada.presses(ChangeWording)
        s.ada.fills(words=words)
    opens_moved(s, Medium.SMS)
    s.ada.presses(ChangeWording)
    s.ada.fills(words="\N{PARTY POPPER} {name}: {was}. {service}, {when}. {studio}!")


@scene("Back to our words in one tap")
def restored(s: Stage) -> None:
    opens_moved(s)
    s.ada.presses(ChangeWording)
    s.ada.fills(words=s.says(*MOVED))
    s.ada.presses(RestoreWording)
    opens_moved(s, Medium.SMS)
    opens_moved(s, Medium.MAIL)


@scene("A message that was given up")
def given_up(s: Stage) -> None:
    s.knows_client()
    tell(s.work, s.client.address.person_id, Role.CLIENT, "client_test", "test", due=s.now)
    s.work.flush()
    row = s.work.outbox.find(f"test:{s.client.address.person_id}")
    assert row
    row.state, row.settled_at, row.problem = State.DEAD, s.now, str(NoValue("you"))
    s.work.flush()
    tell_dead(s.work, row, row.problem, now=s.now)
    s.ada.hears("admin_dead")
    s.ada.presses(OpenWording)
    s.ada.taps(TryAgain(row.id).pack(), s.says("Try again", "Intentar otra vez"))
    s.ada.taps(TryAgain(row.id).pack(), s.says("Try again", "Intentar otra vez"))
