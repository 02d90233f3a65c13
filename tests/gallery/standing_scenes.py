"""A weekday and hour that a client owns: made, paused, moved, extended, ended."""

from datetime import UTC, datetime, timedelta

from bot.standing.views import (
    AskEnd,
    AskMoveAll,
    AskOther,
    AskPause,
    AskResume,
    AskWeekly,
    AskWeeklyFor,
    End,
    ListDates,
    MoveAll,
    OpenSlot,
    Pause,
    PlanMoveAll,
    Resume,
    StartWeekly,
    StartWeeklyFor,
    TakeOther,
)
from bot.trainer.standing import ApproveSlot, AskDeclineSlot
from domain.intervals import Interval
from domain.people.model import Channel
from domain.schedule.model import Closure
from domain.schedule.service import add_block
from tests.gallery.scene import booked, scene
from tests.gallery.stage import Stage

THURSDAY_AT_SIX = datetime(2026, 11, 26, 18, tzinfo=UTC)
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)


def away(s: Stage, weeks: int) -> None:
    """Tom is away on the Thursday so many weeks on."""
    tom = s.trainer("tom")
    day = THURSDAY_AT_SIX.replace(hour=0) + weeks * WEEK
    add_block(s.work, tom.person, tom, Interval(day, day + DAY), "", now=s.now)


def shut(s: Stage, weeks: int) -> None:
    day = THURSDAY_AT_SIX.replace(hour=0) + weeks * WEEK
    s.work.add(Closure(starts=day, ends=day + DAY))
    s.work.flush()


def owned(s: Stage) -> None:
    """Thursdays at six with Tom, who is not asked first."""
    booked(s)
    asks(s)
    s.client.presses(StartWeekly)


def asks(s: Stage) -> None:
    """A text has no room for the button."""
    if s.by_text:
        s.client.says("weekly", "semanal")
    else:
        s.client.presses(AskWeekly)


@scene("Make it weekly")
def make_it_weekly(s: Stage) -> None:
    away(s, 4)
    shut(s, 5)
    booked(s)
    s.client.says("again weekly", "repetir semanal")
    s.client.presses(StartWeekly)
    s.tom.hears("trainer_standing")
    s.client.says("me", "mis sesiones")
    s.client.presses(OpenSlot)
    s.client.says("drop all", "anular todo")
    s.client.presses(End)


@scene("Weekly, with the dates that clash moved")
def weekly_and_moved(s: Stage) -> None:
    away(s, 4)
    shut(s, 5)
    booked(s)
    asks(s)
    if s.by_text:
        s.client.presses(AskWeekly)
        s.client.presses(StartWeekly)
    else:
        s.client.presses(AskWeekly)
        s.client.presses(AskWeekly)
        s.client.presses(StartWeekly, 1)


@scene("Every Thursday, in words, and the trainer is asked once")
def asked_in_words(s: Stage) -> None:
    s.knows_client()
    s.client.says("every thursday at 6 with ana", "todos los jueves a las 6 con ana")
    s.client.presses(StartWeekly)
    s.ana.hears("trainer_standing")
    s.ana.opens()
    s.ana.presses(OpenSlot)
    s.ana.opens()
    s.ana.presses(ApproveSlot)
    s.client.hears("client_standing")


@scene("A weekly request is declined")
def declined(s: Stage) -> None:
    s.knows_client()
    s.client.says("weekly thu 18:00 with ana", "semanal jue 18:00 con ana")
    s.client.presses(StartWeekly)
    s.ana.hears("trainer_standing")
    s.ana.presses(AskDeclineSlot)
    s.ana.fills(reason=s.says("My evenings are full.", "Mis tardes están llenas."))
    s.client.hears("client_standing")


@scene("A pause, and on again")
def a_pause(s: Stage) -> None:
    owned(s)
    s.client.says("weekly", "semanal")
    s.client.presses(AskPause)
    s.client.presses(AskPause)
    s.client.presses(Pause)
    s.tom.hears("trainer_standing")
    shut(s, 1)
    s.client.presses(AskResume)
    s.client.presses(Resume)
    s.client.says("pause 24 dec to 6 jan", "pausa 24 dic a 6 ene")
    s.client.presses(Pause)
    s.client.says("resume", "reanudar")


@scene("All dates move")
def all_move(s: Stage) -> None:
    away(s, 4)
    owned(s)
    s.client.says("move all", "cambiar todo")
    s.client.presses(PlanMoveAll)
    s.client.presses(MoveAll)
    s.client.presses(ListDates)
    s.client.says("dates", "fechas")
    s.client.says("weekly", "semanal")
    s.client.presses(AskMoveAll)
    s.client.says("move all wed 6pm", "cambiar todo mié 18h")
    s.client.presses(MoveAll)


@scene("A date that clashes when its turn comes")
def left_out(s: Stage) -> None:
    owned(s)
    away(s, 10)
    s.passes(days=8)
    s.client.hears("client_standing_off")
    s.client.presses(AskOther)
    s.client.presses(TakeOther)
    s.tom.hears("trainer_standing_off")
    s.tom.presses(OpenSlot)
    s.client.says("other", "otra")
    shut(s, 11)
    s.passes(days=7)
    s.client.says("other", "otra")


@scene("Weekly, by the trainer")
def by_the_trainer(s: Stage) -> None:
    booked(s)
    s.tom.hears("trainer_booking")
    s.tom.presses(AskWeeklyFor)
    s.tom.presses(StartWeeklyFor)
    s.client.hears("client_standing")
    s.tom.presses(AskPause)
    s.tom.presses(Pause)
    s.client.hears("client_standing")
    s.tom.presses(AskResume)
    s.tom.presses(Resume)
    s.tom.presses(ListDates)
    s.tom.presses(OpenSlot)
    s.tom.presses(AskMoveAll)
    s.tom.presses(PlanMoveAll)
    s.tom.presses(MoveAll)
    s.tom.presses(AskEnd)
    s.tom.presses(End)


@scene("Weekly times, typed by the trainer")
def typed_by_the_trainer(s: Stage) -> None:
    booked(s)
    name = "sam" if s.by_text else "cleo"
    s.tom.says("weekly", "semanal")
    s.tom.says(f"weekly {name} thu 18:00", f"semanal {name} jue 18:00")
    s.tom.presses(StartWeeklyFor)
    s.tom.says("weekly", "semanal")
    s.tom.presses(OpenSlot)
    s.tom.says(f"weekly {name} pause 24 dec to 6 jan", f"semanal {name} pausa 24 dic a 6 ene")
    s.tom.presses(Pause)
    s.tom.says(f"weekly {name} resume", f"semanal {name} reanudar")
    s.tom.says("weekly bogus", "semanal bogus")
    away(s, 3)
    s.tom.says(f"weekly {name} every 2 weeks tue 18:00", f"semanal {name} cada 2 semanas mar 18:00")
    s.tom.presses(AskWeeklyFor)


@scene("A date that was left out, at the trainer's desk")
def other_at_the_desk(s: Stage) -> None:
    owned(s)
    away(s, 10)
    s.passes(days=8)
    s.tom.hears("trainer_standing_off")
    s.tom.presses(AskOther)
    s.tom.presses(TakeOther)


@scene("The card of one date is redrawn as all dates end", only=Channel.TELEGRAM)
def redrawn(s: Stage) -> None:
    booked(s)
    s.client.says("again weekly", "repetir semanal")
    s.client.presses(StartWeekly)
    s.client.says("drop all", "anular todo")
    s.client.presses(End)
    s.client.hears("client_settled")


@scene("Words for what is owned, whenever they are typed")
def in_words(s: Stage) -> None:
    owned(s)
    for english, spanish in (("dates", "fechas"), ("pause", "pausa"), ("drop all", "anular todo")):
        s.client.says("help", "ayuda")
        s.client.says(english, spanish)
    s.client.says("help", "ayuda")
    s.client.says("pause 24 dec to 6 jan", "pausa 24 dic a 6 ene")
    s.client.presses(Pause)
    s.client.says("help", "ayuda")
    s.client.says("resume", "reanudar")
