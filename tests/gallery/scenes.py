"""The scenes of the gallery. A client is Cleo on Telegram, or Sam on a phone that texts; Ana trains.

Each is played in both languages by both casts, but for those that one channel alone has.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.client.booking import Confirm, LetGo
from bot.client.consent import AnswerNews, Keep, UseNews
from bot.client.settings import AskZone, UseLanguage, UseZone
from bot.client.times import Day, Days, MoveTo, PickTime
from bot.client.trainers import OpenService, OpenTrainer
from bot.client.views import (
    AllSessions,
    AskHealth,
    AskToCancel,
    AskToMove,
    Attend,
    CalendarFile,
    Cancel,
    OpenSession,
    OpenSettings,
    WakeUp,
)
from bot.client.wished import TakeUp
from bot.dialogue.actions import Home
from bot.dialogue.asking import Back, GoOn, Leave, Pick, Skip
from bot.trainer.cards import Approve, AskDecline, AskNoShow, AskTrainerCancel, Complete, NoShow, OpenCard
from bot.trainer.hours import SaveHours
from bot.trainer.views import AddBlock, EditHours, SeeHealth, Unblock, WantHealth
from bot.trainer.views import OpenCard as OpenHealthCard
from domain.people.model import Channel
from tests.gallery.stage import Stage

Play = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """``only`` is the client's channel where another has nothing to show, ``staff`` that of the others where
    both casts have the same. A ``newcomer`` has never written before.
    """

    title: str
    play: Play
    only: Channel | None = None
    staff: Channel | None = None
    newcomer: bool = False


SCENES: list[Scene] = []


def scene(
    title: str, *, only: Channel | None = None, staff: Channel | None = None, newcomer: bool = False
) -> Callable[[Play], Play]:
    def register(play: Play) -> Play:
        SCENES.append(Scene(title, play, only, staff, newcomer))
        return play

    return register


def _held(s: Stage, trainer: str = "ana", when: tuple[str, str] = ("thu 6pm", "jue 18h")) -> None:
    if s.by_text:
        s.client.says(trainer)
    else:
        s.client.opens(f"t_{trainer}")
    s.client.says(*when)


def _requested(s: Stage) -> None:
    """Thursday at six with Ana, who is asked first."""
    _held(s)
    s.client.presses(Confirm)


def _booked(s: Stage, when: tuple[str, str] = ("thu 6pm", "jue 18h")) -> None:
    """With Tom, who is not asked first."""
    _held(s, "tom", when)
    s.client.presses(Confirm)


# --- the main job -------------------------------------------------------------------------------------------


@scene("The first words of somebody new", newcomer=True)
def first_words(s: Stage) -> None:
    s.client.says("hello", "hola")
    s.client.presses(OpenTrainer)


@scene("In by a trainer's link", newcomer=True)
def by_link(s: Stage) -> None:
    if s.by_text:
        s.client.says("JOIN ANA")
    else:
        s.client.opens("t_ana")
    s.client.presses(PickTime)


@scene("A request, approved, reminded, done")
def request(s: Stage) -> None:
    s.client.says("menu", "menú")
    s.client.presses(OpenTrainer)
    s.client.says("thu 6pm", "jue 18h")
    s.client.presses(Confirm)
    s.ana.hears("trainer_booking")
    s.ana.presses(Approve)
    s.ana.hears("trainer_home")
    s.client.hears("client_approved")
    s.client.hears("ask_news")
    s.client.hears("reminder_24h")
    s.client.presses(Attend)
    s.client.hears("reminder_1h")
    s.client.says("LATE 10", "tarde 10")
    s.ana.hears("trainer_late")
    s.passes(hours=3)
    s.ana.opens()
    s.ana.presses(Complete)
    s.client.hears("client_completed")


@scene("Booked at once, another kind of session")
def another_service(s: Stage) -> None:
    s.client.says("book ana", "reservar")
    if not s.by_text:
        s.client.opens("t_ana")
    elif s.language == "es":
        s.client.says("ana")
    s.client.presses(OpenService)
    s.client.presses(PickTime)
    s.client.says("yes", "sí") if not s.by_text else s.client.says("ok")


@scene("Times by a plain sentence")
def sentences(s: Stage) -> None:
    s.client.says("thu 6pm", "jue 18h")
    s.client.presses(TakeUp)
    s.client.presses(LetGo)
    s.client.says("friday morning with tom", "el viernes por la mañana con tom")
    s.client.says("thu 3am with ana", "jue 3h con ana")
    s.client.says("saturday with ana", "sábado con ana")
    s.client.says("with bogus on friday", "con bogus el viernes")
    s.client.says("45 minutes with ana", "45 minutos con ana")
    s.client.says("book", "reservar")
    s.client.says("book ana")


@scene("All the times")
def all_times(s: Stage) -> None:
    if s.by_text:
        s.client.says("ana")
    else:
        s.client.opens("t_ana")
    s.client.presses(Days)
    if s.by_text:
        s.client.says("MORE", "MAS")
    else:
        s.client.presses(Day)
        s.client.presses(PickTime)


@scene("A hold that ran out")
def hold_expired(s: Stage) -> None:
    _held(s)
    s.passes(minutes=11)
    if not s.by_text:  # a text can't be changed, and nobody's phone rings for it
        s.client.hears("client_hold_expired")
    s.client.says("C")


@scene("A button that came too late", only=Channel.TELEGRAM)
def too_late_a_press(s: Stage) -> None:
    _held(s)
    pressed = next(each for each in s.client.screen.all_choices())
    s.passes(minutes=11)
    s.client.taps(pressed.data, pressed.label)


@scene("A hold that was let go", only=Channel.TELEGRAM)
def released(s: Stage) -> None:
    _held(s)
    s.client.says("cancel", "cancelar")
    s.client.hears("client_released")


@scene("A time that was just taken")
def taken(s: Stage) -> None:
    if s.by_text:
        s.client.says("tom")
    else:
        s.client.opens("t_tom")
    s.takes_first_time()
    s.client.presses(PickTime)


# --- sessions -----------------------------------------------------------------------------------------------


@scene("My sessions")
def my_sessions(s: Stage) -> None:
    s.client.says("sessions", "sesiones")
    s.client.says("help", "ayuda")
    s.client.says("past", "pasadas")
    s.client.says("help", "ayuda")
    s.client.says("cancelled", "canceladas")
    s.client.says("next", "próxima")
    _booked(s)
    s.client.says("next session", "próxima sesión")
    s.client.says("my sessions", "mis sesiones")
    s.client.presses(OpenSession)
    s.client.says("menu", "inicio")
    s.client.presses(AllSessions)


@scene("Into the calendar", only=Channel.TELEGRAM)
def calendar(s: Stage) -> None:
    _booked(s)
    s.client.presses(CalendarFile)


@scene("Moved")
def moved(s: Stage) -> None:
    _booked(s)
    s.client.presses(AskToMove)
    s.client.presses(MoveTo, 1)
    s.tom.hears("trainer_booking")
    s.client.says("reschedule", "mover")
    s.client.says("more", "más")
    s.client.says("help", "ayuda")
    s.client.says("keep", "dejar")
    s.client.says("move it to friday 5pm", "muévela al viernes a las 17h")


@scene("Two sessions, and a word that could mean either")
def two_sessions(s: Stage) -> None:
    _booked(s)
    _booked(s, ("fri 6pm", "vie 18h"))
    s.client.says("reschedule", "cambiar")
    s.client.says("drop", "anular")
    s.client.says("sessions", "reservas")


@scene("Cancelled, and taken back")
def cancelled(s: Stage) -> None:
    _booked(s)
    if s.by_text:
        s.client.presses(Cancel)
    else:
        s.client.presses(AskToCancel)
        s.client.presses(Cancel)
    s.tom.hears("trainer_booking")
    s.client.says("again", "repetir")
    if not s.by_text:
        s.client.presses(Confirm)
    s.client.says("I can't make it on thursday", "no puedo ir el jueves")
    s.client.presses(OpenSession)
    s.client.says("drop", "anular")


@scene("Confirmed in a word")
def confirmed(s: Stage) -> None:
    _held(s)
    s.client.says("confirm", "confirmar")
    s.client.presses(Home)


@scene("Moved by the trainer")
def moved_by_trainer(s: Stage) -> None:
    _booked(s)
    s.trainer_moves(hours=24)
    s.client.hears("client_moved")


@scene("Cancelled in words")
def cancelled_in_words(s: Stage) -> None:
    _booked(s)
    s.client.says("cancelar")
    s.client.says("yes", "sí") if not s.by_text else s.client.says("ok")
    s.client.says("c")


@scene("Declined")
def declined(s: Stage) -> None:
    _requested(s)
    s.ana.hears("trainer_booking")
    s.ana.presses(AskDecline)
    s.ana.fills(reason=s.says("I am away that day.", "Ese día no estoy."))
    s.client.hears("client_declined")


@scene("Not answered in time")
def unanswered(s: Stage) -> None:
    _requested(s)
    s.passes(hours=13)
    s.client.hears("client_request_expired")
    s.ana.hears("trainer_booking")


@scene("Cancelled by the trainer")
def cancelled_by_trainer(s: Stage) -> None:
    _booked(s)
    s.tom.hears("trainer_booking")
    s.tom.presses(AskTrainerCancel)
    s.tom.fills(reason=s.says("I am ill, sorry.", "Estoy enfermo, lo siento."))
    s.client.hears("client_cancelled")


@scene("Did not come")
def no_show(s: Stage) -> None:
    _booked(s)
    s.passes(days=3, hours=10)
    s.tom.opens()
    s.tom.presses(AskNoShow)
    s.tom.presses(NoShow)
    s.client.hears("client_no_show")


@scene("Pressed twice")
def pressed_twice(s: Stage) -> None:
    _requested(s)
    s.ana.hears("trainer_booking")
    pressed = next(each for each in s.ana.screen.all_choices())
    s.ana.presses(Approve)
    s.ana.taps(pressed.data, pressed.label)
    s.client.hears("client_approved")
    if not s.by_text:
        s.tom.taps(pressed.data, pressed.label)


# --- talking ------------------------------------------------------------------------------------------------


@scene("Help")
def help_pages(s: Stage) -> None:
    s.client.says("help", "ayuda")
    s.ana.says("help")
    s.ada.says("help")


@scene("Words for a human", staff=Channel.SLACK)
def talk(s: Stage) -> None:
    _booked(s)
    s.client.says("is there parking near you?", "¿hay aparcamiento cerca?")
    s.tom.hears("trainer_message")
    s.client.says("thanks", "gracias")
    s.tom.says("Yes, behind the house.", "Sí, detrás de la casa.", thread=s.tom.message_id)
    s.client.hears("client_message")
    s.client.sends("photo", s.says("my knee", "mi rodilla"))
    s.client.sends("voice")
    s.tom.sends("photo")
    s.client.says("human", "humano")
    s.client.presses(WakeUp)


@scene("Words for a human, who is on Telegram", staff=Channel.TELEGRAM)
def talk_on_telegram(s: Stage) -> None:
    _booked(s)
    s.client.says("is there parking near you?", "¿hay aparcamiento cerca?")
    s.tom.hears("trainer_message")
    s.tom.sends("photo")


@scene("Nobody to pass it to")
def nobody(s: Stage) -> None:
    s.client.says("is anybody there?", "¿hay alguien?")
    s.client.says("human", "persona")
    s.client.says("/bogus")
    s.client.taps("zz_1", "…") if not s.by_text else s.client.says("/today")


@scene("Numbers that no list has", only=Channel.SMS)
def stray_numbers(s: Stage) -> None:
    s.client.says("tom")
    s.client.says("9")
    s.passes(minutes=31)
    s.client.says("2")
    s.client.says("MORE", "MAS")


@scene("A name, and lateness without minutes")
def names(s: Stage) -> None:
    s.client.says("my name is Robin", "me llamo Robin")
    s.client.says("name", "nombre")
    _booked(s)
    s.passes(days=3, hours=8)
    s.client.says("late", "tarde")


# --- settings, consent, forms -------------------------------------------------------------------------------


@scene("Settings")
def settings(s: Stage) -> None:
    s.client.says("settings", "ajustes")
    s.client.presses(UseNews)
    s.client.presses(UseNews)
    s.client.presses(UseLanguage)
    s.client.says("language English", "idioma español")
    s.client.says("Spanish", "inglés")
    s.client.says("English", "español")
    s.client.says("menu", "menú")
    s.client.presses(OpenSettings)
    s.client.presses(AskZone)
    s.client.fills(city="Bogus")
    s.client.fills(city="Louisville")
    s.client.presses(UseZone)
    s.client.says("zone Lisbon", "zona Lisbon")
    _held(s)


@scene("News and offers")
def news(s: Stage) -> None:
    _booked(s)
    s.client.hears("ask_news")
    if s.by_text:
        s.client.says("NEWS", "NOTICIAS")
    else:
        s.client.presses(AnswerNews)
    s.client.says("no more offers please", "no más ofertas por favor")
    s.client.says("news", "noticias")
    if not s.by_text:
        s.client.says("/stop")


@scene("No, no news", only=Channel.TELEGRAM)
def no_news(s: Stage) -> None:
    _booked(s)
    s.client.hears("ask_news")
    s.client.presses(AnswerNews, 1)


@scene("STOP and START by text", only=Channel.SMS)
def stop(s: Stage) -> None:
    _booked(s)
    s.client.says("Cancel")
    s.tom.hears("trainer_asked_to_cancel")
    s.client.says("START")


@scene("A form that is asked field by field")
def form(s: Stage) -> None:
    s.client.says("zone", "zona")
    s.client.says("settings", "ajustes")
    s.client.presses(GoOn)
    s.client.says("menu", "menú")
    s.client.says("go on", "continuar")
    s.client.says("leave it", "dejarlo")
    s.client.says("zone", "zona")
    s.client.presses(Leave)
    s.client.says("zone", "zona")
    s.passes(hours=2)
    s.client.says("Lisbon")


@scene("The health form")
def health(s: Stage) -> None:
    s.ana.says("health on", "salud sí")
    _requested(s)
    s.client.hears("client_health")
    s.ana.hears("trainer_booking")
    s.client.presses(AskHealth)
    s.client.presses(Pick)
    s.client.presses(Back)
    for _question in range(7):
        s.client.says("no")
    s.client.presses(Skip)
    s.client.says("I agree", "estoy de acuerdo")
    s.client.says("health", "salud")
    s.ana.taps(OpenHealthCard(1).pack(), "…")
    s.ana.presses(SeeHealth)
    s.ana.presses(OpenHealthCard)
    s.ana.presses(Approve)
    s.ana.says("health", "salud")
    s.ana.presses(WantHealth)


# --- the studio ---------------------------------------------------------------------------------------------


@scene("A trainer's day", only=Channel.TELEGRAM)
def trainers_day(s: Stage) -> None:
    _day(s)


@scene("A trainer's day, the phone beside", only=Channel.SMS)
def trainers_day_by_text(s: Stage) -> None:
    _day(s)


def _day(s: Stage) -> None:
    _requested(s)
    s.ana.opens()
    s.ana.says("today")
    s.ana.says("week")
    s.ana.says("block fri 14-16 dentist")
    s.ana.presses(Unblock)
    s.ana.says("block")
    s.ana.fills(time="fri 14-16 dentist")
    s.ana.opens()
    s.ana.presses(AddBlock)
    s.ana.fills(time="thu 17-19 physio")
    s.ana.opens()
    s.ana.presses(EditHours)
    s.ana.fills(hours="sat 9-13")
    s.ana.presses(SaveHours)
    s.ana.says("hours")
    s.ana.says("hours mon-fri 25-99")
    s.ana.says("what is this?")
    s.ana.taps(OpenCard(1).pack(), "…")
    s.ana.taps(OpenCard(99).pack(), "…")
    s.ana.presses(Home)


@scene("The admin's board")
def admin(s: Stage) -> None:
    s.ada.opens()
    s.ada.says("bogus")


@scene("Invited, and not", only=Channel.TELEGRAM)
def invited(s: Stage) -> None:
    s.stranger.says("hello", "hola")
    s.stranger.says("join bogus")
    s.stranger.says(f"join {s.invites('Robin')}", shown="join …")
    s.stranger.opens()


@scene("CANCEL by text, asked about where else they are", only=Channel.TELEGRAM)
def asked_to_cancel(s: Stage) -> None:
    _booked(s)
    s.client_texts("CANCEL")
    s.client.hears("client_asked_to_cancel")
    s.tom.hears("trainer_asked_to_cancel")
    s.client.presses(Keep)
