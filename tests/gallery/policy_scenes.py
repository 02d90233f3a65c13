"""Until when a session is given up for free, what it costs later, and a trainer who lets somebody off."""

from bot.client.times import MoveTo
from bot.client.views import AskToCancel, Cancel
from bot.trainer.cards import AskTrainerCancel
from bot.trainer.views import AskMoveFor, AskWaive, EditPolicy, MoveFor
from tests.gallery.scene import booked, held, scene
from tests.gallery.stage import Stage


def _fee(s: Stage) -> None:
    s.tom.says("policy cancel 24 hours, late fee 15", "política cancelar 24 horas, tarde importe 15")


@scene("A trainer's policy")
def policy(s: Stage) -> None:
    s.tom.says("policy", "política")
    s.tom.presses(EditPolicy)
    s.tom.fills(cancel="24", late="used", move="12", moves="same")
    s.tom.says("policy running session: cancel 2 hours", "política running session: cancelar 2 horas")
    s.tom.says("policy whatever", "política lo que sea")
    s.tom.says("policy off", "política off")


@scene("Given up in the free time")
def in_time(s: Stage) -> None:
    _fee(s)
    booked(s)
    if not s.by_text:
        s.client.presses(AskToCancel)
    s.client.presses(Cancel)


@scene("Given up late, and let off")
def late(s: Stage) -> None:
    _fee(s)
    booked(s)
    s.passes(days=3)
    s.client.says("next", "próxima")
    s.client.says("drop", "anular")
    s.client.presses(Cancel)
    s.tom.hears("trainer_cancelled")
    s.tom.presses(AskWaive)
    s.tom.fills(reason=s.says("The road was closed.", "La carretera estaba cortada."))
    s.client.hears("client_waived")


@scene("Held when it is late already")
def late_from_the_start(s: Stage) -> None:
    s.tom.says("policy cancel 6 days, late used", "política cancelar 6 días, tarde usada")
    held(s, "tom")


@scene("Too late to move, and moved by the trainer")
def too_late_to_move(s: Stage) -> None:
    _fee(s)
    booked(s)
    s.tom.hears("trainer_booking")
    s.passes(days=3)
    s.client.says("move", "mover")
    s.tom.presses(AskMoveFor)
    s.tom.presses(MoveFor)
    s.tom.fills(reason=s.says("As we said.", "Como dijimos."))
    s.client.hears("client_moved")


@scene("Moved late, at its price")
def moved_late(s: Stage) -> None:
    s.tom.says(
        "policy cancel 24h, late used, late moves paid",
        "política cancelar 24h, tarde usada, cambios tarde pagados",
    )
    booked(s)
    s.passes(days=3)
    s.client.says("move", "mover")
    s.client.presses(MoveTo, 1)
    s.client.presses(MoveTo)
    s.tom.hears("trainer_booking")
    s.tom.presses(AskWaive)


@scene("Late, and cancelled by the trainer")
def cancelled_late_by_trainer(s: Stage) -> None:
    _fee(s)
    booked(s)
    s.tom.hears("trainer_booking")
    s.passes(days=3)
    s.tom.presses(AskTrainerCancel)
    s.tom.fills()
