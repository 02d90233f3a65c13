"""Help, words for a human, settings, consent and forms."""

from bot.client.booking import Confirm
from bot.client.consent import AnswerNews, UseNews
from bot.client.lateness import Late
from bot.client.misspelt import Meant
from bot.client.settings import AskZone, UseZone
from bot.client.times import MoveTo
from bot.client.views import (
    AskHealth,
    AskToMove,
    OpenSettings,
    WakeUp,
)
from bot.dialogue.asking import Back, GoOn, Leave, Pick, Skip
from bot.languages import UseLanguage
from bot.quiet import OpenQuiet, UseQuiet
from bot.told import OpenTold, TurnGroup
from bot.trainer.cards import Approve
from bot.trainer.put_off import SendAtSeven, SendNow, TakeBack
from bot.trainer.views import OpenCard, SeeHealth, WantHealth
from domain.base import Role
from domain.notifications.model import State
from domain.notifications.service import tell
from domain.people.model import Channel
from tests.gallery.scene import booked, held, requested, scene
from tests.gallery.stage import Stage


@scene("Help")
def help_pages(s: Stage) -> None:
    s.client.says("help", "ayuda")
    s.ana.says("help")
    s.ada.says("help")


@scene("The language of those who work here", staff=Channel.SLACK)
def staff_language(s: Stage) -> None:
    s.ana.opens()
    s.ana.presses(UseLanguage)
    s.ana.says("english", "english")
    s.ana.says("español", "español")
    s.ana.says("language english", "idioma español")
    s.ana.says("can you speak english", "puedes hablar en español")


@scene("A no, and a name that nobody has")
def no(s: Stage) -> None:
    s.client.says("join zed", "únete zed")
    s.client.says("join", "únete")
    booked(s)
    s.client.says("move to friday 10am", "pásala al viernes a las 10")
    s.client.says("no", "no")
    s.client.says("can we speak english", "podemos hablar en español")
    s.client.says("I'm running 10 min late", "llego 10 minutos tarde")
    s.client.says("I want to talk to a human", "quiero hablar con una persona")


@scene("Words for a human", staff=Channel.SLACK)
def talk(s: Stage) -> None:
    booked(s)
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
    booked(s)
    s.client.says("is there parking near you?", "¿hay aparcamiento cerca?")
    s.tom.hears("trainer_message")
    s.tom.says("Yes, behind the house.", "Sí, detrás de la casa.", thread=s.tom.message_id)
    s.client.hears("client_message")
    s.tom.sends("photo")


@scene("A trainer's words while their client sleeps")
def words_at_night(s: Stage) -> None:
    booked(s)
    s.client.says("is there parking near you?", "¿hay aparcamiento cerca?")
    s.client.says("quiet 22-8", "silencio 22-8")
    s.tom.hears("trainer_message")
    thread = s.tom.message_id
    s.passes(hours=14)
    s.tom.says("Yes, behind the house.", "Sí, detrás de la casa.", thread=thread)
    s.tom.presses(SendAtSeven)
    s.tom.presses(SendNow)
    s.client.hears("client_message")
    s.tom.says("It is free.", "Es gratis.", thread=thread)
    s.tom.presses(TakeBack)


@scene("A trainer's words to a client who was told enough")
def words_too_many(s: Stage) -> None:
    booked(s)
    s.client.says("is there parking near you?", "¿hay aparcamiento cerca?")
    s.tom.hears("trainer_message")
    thread, client = s.tom.message_id, s.client.address.person_id
    s.passes(hours=25)
    for number in range(10):
        tell(s.work, client, Role.CLIENT, "client_offer_move", f"told:{number}", due=s.now)
        row = s.work.outbox.find(f"told:{number}:{client}")
        assert row
        row.state, row.settled_at = State.SENT, s.now
    s.work.flush()
    s.tom.says("Bring a towel.", "Trae una toalla.", thread=thread)
    s.tom.presses(SendNow)


@scene("A client who can't be reached any more")
def lost(s: Stage) -> None:
    booked(s)
    s.client.says("is there parking near you?", "¿hay aparcamiento cerca?")
    s.tom.hears("trainer_message")
    s.tom.says("Yes, behind the house.", "Sí, detrás de la casa.", thread=s.tom.message_id)
    s.client_is_lost()
    s.words_come_back()
    s.tom.hears("trainer_unread")
    s.tom.hears("trainer_booking")
    s.client.says("next", "próxima")
    s.tom.hears("trainer_booking")


@scene("More texts than a person writes", only=Channel.SMS)
def a_machine(s: Stage) -> None:
    s.client.says("hello", "hola")
    s.client_texted_a_lot()
    s.client.says("I am driving.", "Estoy conduciendo.")
    s.client.says("I am driving.", "Estoy conduciendo.")
    s.passes(hours=2 * 24)
    booked(s)
    s.client_texted_a_lot()
    s.client.says("I am driving.", "Estoy conduciendo.")


@scene("Nobody to pass it to")
def nobody(s: Stage) -> None:
    s.client.says("more", "más")
    s.client.says("English", "español")
    s.client.says("Spanish", "inglés")
    s.client.says("English", "español")
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


@scene("A word with a slip in it")
def slips(s: Stage) -> None:
    booked(s)
    s.client.says("NETX", "MVOER")
    s.client.presses(Meant)
    s.client.says("DRPO", "ANULRA")
    s.ana.says("tdoay", "horairo")
    s.ana.presses(Meant)


@scene("A name, and lateness without minutes")
def names(s: Stage) -> None:
    s.client.says("my name is Robin", "me llamo Robin")
    s.client.says("name", "nombre")
    booked(s)
    s.passes(days=3, hours=8)
    s.client.says("late", "tarde")
    s.client.presses(Late)


@scene("Settings")
def settings(s: Stage) -> None:
    s.client.says("settings", "ajustes")
    if s.by_text:  # which says first what that means
        s.client.says("NEWS")
    s.client.presses(UseNews)
    s.client.says("settings", "ajustes")
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
    held(s)


@scene("Quiet hours")
def quiet(s: Stage) -> None:
    s.client.says("settings", "ajustes")
    s.client.presses(OpenQuiet if s.by_text else UseQuiet)
    s.client.says("quiet 21:30-7", "silencio 21:30-7")
    s.client.says("quiet off", "silencio no")
    s.client.says("quiet whenever", "silencio siempre")
    s.client.says("quiet 8-7:30", "silencio 8-7:30")
    s.client.says("why this message", "por qué este mensaje")
    s.client.says("alerts", "avisos")
    if not s.by_text:
        s.client.says("settings", "ajustes")
        s.client.presses(OpenTold)
        s.client.presses(TurnGroup)
        s.client.presses(OpenQuiet)
    s.client.says("alerts reminders off", "avisos recordatorios no")
    s.ana.says("alerts after off", "avisos después no")
    s.ana.presses(TurnGroup)
    s.ana.presses(OpenQuiet)
    s.ana.says("whynot")
    s.ana.says("whynot somebody")
    s.ana.says("quiet", "silencio")
    s.ana.presses(UseQuiet)


@scene("From afar, on another clock")
def afar(s: Stage) -> None:
    s.client.says("zone Los Angeles", "zona Los Angeles")
    booked(s, ("thu 10am", "jue 10h"))
    s.client.presses(AskToMove)
    s.client.presses(MoveTo)
    s.client.says("drop", "anular")
    s.ana.says("health on", "salud sí")
    held(s, "ana", ("fri 10am", "vie 10h"))
    s.client.presses(Confirm)
    s.ana.says("health off", "salud no")
    s.ana.hears("trainer_booking")
    s.ana.presses(Approve)
    s.client.hears("client_approved")
    s.client.hears("reminder_24h")
    s.client.says("I can't make it on friday", "no puedo ir el viernes")


@scene("News and offers")
def news(s: Stage) -> None:
    booked(s)
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
    booked(s)
    s.client.hears("ask_news")
    s.client.presses(AnswerNews, 1)


@scene("STOP and START by text", only=Channel.SMS)
def stop(s: Stage) -> None:
    booked(s)
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
    requested(s)
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
    s.ana.taps(OpenCard(1).pack(), "…")
    s.ana.presses(SeeHealth)
    s.ana.presses(OpenCard)
    s.ana.presses(Approve)
    s.ana.says("health", "salud")
    s.ana.presses(WantHealth)
