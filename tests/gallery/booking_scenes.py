"""Booking, moving, cancelling, and what a trainer makes of it."""

from bot.client.anybody import Anybody
from bot.client.booking import Confirm, LetGo
from bot.client.times import Day, Days, MoveTo, PickTime
from bot.client.trainers import OpenService
from bot.client.views import (
    AllSessions,
    AskNote,
    AskToCancel,
    AskToMove,
    Attend,
    CalendarFile,
    Cancel,
    OpenSession,
    OpenTrainer,
    PutNote,
    TakeSuggested,
    UndoCancel,
)
from bot.client.wished import TakeUp
from bot.dialogue.actions import Home
from bot.trainer.cards import Approve, AskDecline, AskNoShow, AskToSuggest, AskTrainerCancel, Complete, NoShow
from bot.trainer.found import FindSessions
from bot.trainer.stats import OpenStats
from bot.trainer.suggestions import Suggest
from bot.trainer.template_views import (
    AddTemplate,
    AskBook,
    AskBookFor,
    BookFor,
    EditTemplate,
    ForWhom,
    OpenTemplates,
    TakeAway,
)
from bot.trainer.views import AskAgenda, AskPlace, Undo
from domain.people.model import Channel
from tests.gallery.scene import booked, held, requested, scene
from tests.gallery.stage import Stage


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
    s.ana.hears("trainer_message")
    s.passes(hours=3)
    s.ana.opens()
    s.ana.presses(Complete)
    s.client.hears("client_completed")


@scene("A note for the trainer, and what is planned")
def noted(s: Stage) -> None:
    requested(s)
    if not s.by_text:
        s.client.presses(AskNote)
    else:
        s.client.says("NOTE", "NOTA")
    s.client.fills(words="New shoes")
    s.ana.hears("trainer_booking")
    s.ana.presses(Approve)
    s.ana.presses(AskAgenda)
    s.ana.fills(words="Squats and mobility; please bring a towel and some water")
    s.client.hears("client_approved")
    if not s.by_text:
        s.client.says(
            "I will bring my brother's bike", "Llevaré la bici de mi hermano", thread=s.client.message_id
        )
    s.client.says("next", "próxima")
    booked(s)
    s.client.says("note old shoes", "nota zapatillas viejas")
    s.client.presses(PutNote)
    s.ana.says("agenda")
    s.ana.says("agenda rest", "agenda descanso")


@scene("Where a session is, a place or a link")
def where(s: Stage) -> None:
    requested(s)
    s.ana.hears("trainer_booking")
    s.ana.presses(Approve)
    s.client.hears("client_approved")
    s.ana.presses(AskPlace)
    s.ana.fills(place="https://meet.example.com/ana-and-friends")
    s.client.hears("client_place")
    s.client.says("where?", "¿dónde?")
    s.client.hears("reminder_24h")
    name = "sam" if s.by_text else "cleo"
    s.ana.says(f"place for {name} Studio 1, 4 Rose Street", f"lugar para {name} Sala 1, calle Rosa 4")
    s.client.hears("client_place")
    s.client.hears("reminder_1h")
    s.ana.says("place for bogus x", "lugar para bogus x")


@scene("An intro for who is new", newcomer=True)
def intro(s: Stage) -> None:
    s.ana.says("service 2 intro on", "servicio 2 inicial sí")
    if s.by_text:
        s.client.says("JOIN ANA")
    else:
        s.client.opens("t_ana")
    requested(s)
    s.client.says("menu", "menú")


@scene("Prepared, booked for a client, and shared afterwards")
def prepared(s: Stage) -> None:
    requested(s)
    s.ana.hears("trainer_booking")
    s.ana.presses(Approve)
    s.ana.says("services", "servicios")
    s.ana.presses(OpenTemplates)
    s.ana.presses(AddTemplate)
    s.ana.fills(name="Knee rehab", minutes="45", agenda="Mobility", after="https://videos.example.com/knee")
    s.ana.presses(EditTemplate)
    s.ana.fills(price="40 EUR", description="After an injury")
    s.ana.presses(ForWhom)
    s.ana.presses(AskBookFor)
    s.ana.presses(BookFor)
    s.client.hears("client_given")
    s.client.says("shared", "compartido")
    name = "sam" if s.by_text else "cleo"
    s.ana.says("menu", "menú")
    s.ana.presses(AskBook)
    s.ana.says("book", "reservar")
    if s.ana.channel is Channel.SLACK:
        client = s.ana.screen.fields[1].options[0][0]
        s.ana.fills(time="soon", client=client)
        s.ana.fills(time="thu 19:00" if s.language == "en" else "jue 19:00", client=client)
    s.ana.says(f"book {name} fri 10:00", f"reservar {name} vie 10:00")
    s.passes(hours=24)
    s.ana.opens()
    s.ana.presses(Complete)
    s.client.hears("client_completed")
    s.client.says("shared", "compartido")
    s.ana.says("templates", "plantillas")
    s.ana.presses(TakeAway)
    s.ana.says("menu", "menú")
    s.ana.says("templates", "plantillas")
    s.ana.presses(AddTemplate)


@scene("Sessions found again, and counted")
def found_again(s: Stage) -> None:
    requested(s)
    s.client.says("note knee again", "nota otra vez la rodilla")
    s.ana.hears("trainer_booking")
    s.ana.presses(Approve)
    s.ana.says("find")
    s.ana.says("find knee", "buscar rodilla")
    s.ana.presses(FindSessions)
    s.ana.says("find cancelled last month", "buscar canceladas mes pasado")
    s.passes(hours=24 * 4)
    s.ana.opens()
    s.ana.presses(Complete)
    s.ana.says("stats week", "estadísticas semana")
    s.ana.presses(OpenStats)
    s.client.says("past", "pasadas")


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
    s.client.says("book 45 minutes with ana", "reservar 45 minutos con ana")
    s.client.says("how are you?", "¿qué tal?")
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
    held(s)
    s.passes(minutes=11)
    if not s.by_text:  # a text can't be changed, and nobody's phone rings for it
        s.client.hears("client_hold_expired")
    s.client.says("C")


@scene("A button that came too late", only=Channel.TELEGRAM)
def too_late_a_press(s: Stage) -> None:
    held(s)
    pressed = next(each for each in s.client.screen.all_choices())
    s.passes(minutes=11)
    s.client.taps(pressed.data, pressed.label)


@scene("A hold that was let go", only=Channel.TELEGRAM)
def released(s: Stage) -> None:
    held(s)
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


@scene("My sessions")
def my_sessions(s: Stage) -> None:
    s.client.says("sessions", "sesiones")
    s.client.says("help", "ayuda")
    s.client.says("past", "pasadas")
    s.client.says("help", "ayuda")
    s.client.says("cancelled", "canceladas")
    s.client.says("next", "próxima")
    booked(s)
    s.client.says("next session", "próxima sesión")
    s.client.says("my sessions", "mis sesiones")
    s.client.presses(OpenSession)
    s.client.says("menu", "inicio")
    s.client.presses(AllSessions)


@scene("Into the calendar", only=Channel.TELEGRAM)
def calendar(s: Stage) -> None:
    booked(s)
    s.client.presses(CalendarFile)


@scene("Moved")
def moved(s: Stage) -> None:
    booked(s)
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
    booked(s)
    booked(s, ("fri 6pm", "vie 18h"))
    s.client.says("reschedule", "cambiar")
    s.client.says("drop", "anular")
    s.client.says("sessions", "reservas")


@scene("Cancelled, and taken back")
def cancelled(s: Stage) -> None:
    booked(s)
    if s.by_text:
        s.client.presses(Cancel)
    else:
        s.client.presses(AskToCancel)
        s.client.presses(Cancel)
    s.tom.hears("trainer_cancelled")
    if not s.by_text:  # a text can't be changed
        s.client.hears("client_settled")
    s.client.says("again", "repetir")
    if not s.by_text:
        s.client.presses(Confirm)
    s.client.says("I can't make it on thursday", "no puedo ir el jueves")
    s.client.presses(OpenSession)
    s.client.says("drop", "anular")


@scene("Cancelled by mistake, and undone")
def undone(s: Stage) -> None:
    booked(s)
    if not s.by_text:
        s.client.presses(AskToCancel)
    s.client.presses(Cancel)
    s.client.presses(UndoCancel)
    s.client.says("drop", "anular")
    if not s.by_text:
        s.client.presses(Cancel)
    s.client.says("help", "ayuda")
    s.client.says("undo", "deshacer")
    s.client.says("drop", "anular")
    s.passes(minutes=2)
    s.client.says("undo", "deshacer")


@scene("Cancelled by the trainer, and undone")
def undone_by_trainer(s: Stage) -> None:
    booked(s)
    s.tom.hears("trainer_booking")
    s.tom.presses(AskTrainerCancel)
    s.tom.fills(reason=s.says("I am ill, sorry.", "Estoy enfermo, lo siento."))
    s.tom.presses(Undo)


@scene("Confirmed in a word")
def confirmed(s: Stage) -> None:
    held(s)
    s.client.says("confirm", "confirmar")
    s.client.presses(Home)


@scene("A yes after something else was said")
def yes_after_all(s: Stage) -> None:
    held(s)
    s.client.says("help", "ayuda")
    s.client.says("ok", "vale")
    s.client.says("ok thanks", "sí gracias")


@scene("Moved by the trainer")
def moved_by_trainer(s: Stage) -> None:
    booked(s)
    s.trainer_moves(hours=24)
    s.client.hears("client_moved")


@scene("Cancelled in words")
def cancelled_in_words(s: Stage) -> None:
    booked(s)
    s.client.says("cancelar")
    s.client.says("yes", "sí") if not s.by_text else s.client.says("ok")
    s.client.says("c")


@scene("Declined")
def declined(s: Stage) -> None:
    requested(s)
    s.ana.hears("trainer_booking")
    s.ana.presses(AskDecline)
    s.ana.fills(reason=s.says("I am away that day.", "Ese día no estoy."))
    s.client.hears("client_declined")


@scene("Another time, suggested")
def suggested(s: Stage) -> None:
    requested(s)
    s.ana.hears("trainer_booking")
    s.ana.presses(AskToSuggest)
    s.ana.presses(Suggest)
    s.client.hears("client_suggested")
    s.client.presses(TakeSuggested)
    s.client.says("take", "tomar")


@scene("Another time, taken in a word")
def suggestion_taken(s: Stage) -> None:
    requested(s)
    s.ana.hears("trainer_booking")
    s.ana.presses(AskToSuggest)
    s.ana.presses(Suggest)
    if s.by_text:  # before the word is offered, it is a command already
        s.client.says("help", "ayuda")
    s.client.says("take", "tomar")


@scene("Whoever is free")
def anybody(s: Stage) -> None:
    s.client.says("menu", "menú")
    s.client.presses(Anybody)
    s.client.says("thu 6pm, whoever", "jue 18h con cualquiera")
    s.client.says("anybody", "cualquiera")


@scene("Not answered in time")
def unanswered(s: Stage) -> None:
    requested(s)
    s.passes(hours=13)
    s.client.hears("client_request_expired")
    s.ana.hears("trainer_booking")


@scene("Cancelled by the trainer")
def cancelled_by_trainer(s: Stage) -> None:
    booked(s)
    s.tom.hears("trainer_booking")
    s.tom.presses(AskTrainerCancel)
    s.tom.fills(reason=s.says("I am ill, sorry.", "Estoy enfermo, lo siento."))
    s.client.hears("client_cancelled")


@scene("Did not come")
def no_show(s: Stage) -> None:
    booked(s)
    s.passes(days=3, hours=10)
    s.tom.opens()
    s.tom.presses(AskNoShow)
    s.tom.presses(NoShow)
    s.client.hears("client_no_show")


@scene("Pressed twice")
def pressed_twice(s: Stage) -> None:
    requested(s)
    s.ana.hears("trainer_booking")
    pressed = next(each for each in s.ana.screen.all_choices())
    s.ana.presses(Approve)
    s.ana.taps(pressed.data, pressed.label)
    s.client.hears("client_approved")
    if not s.by_text:
        s.tom.taps(pressed.data, pressed.label)
