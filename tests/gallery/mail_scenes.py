"""E-mail: given in the chat, and what is sent there."""

from sqlalchemy import select

from bot.dialogue.screen import Screen
from bot.mail import AskCode, AskMail, LeaveMail, OpenMail
from bot.reached import ReachFirst, SendTest
from domain.notifications.model import Notification, State
from domain.payments.receipts import number_due
from domain.people.model import Channel
from tests.gallery.package_scenes import sells
from tests.gallery.scene import booked, scene
from tests.gallery.stage import STUDIO, Actor, Shown, Stage

CLEO, ANA = "cleo@example.org", "ana@example.org"


@scene("An e-mail address is given and proven")
def given(s: Stage) -> None:
    s.knows_client()
    _gives(s, s.client, CLEO)
    s.client.says("email", "correo")
    _proves(s, s.ana, ANA)


@scene("A receipt comes by mail")
def receipt(s: Stage) -> None:
    sells(s)
    booked(s)
    s.client.says(f"email {CLEO}", f"correo {CLEO}")
    s.client.says(_mailed(s.client, "mail_code", CLEO).title[:6], shown="123456")
    name = s.client.address.person.first_name
    s.tom.says(f"sell {name} 10-pack cash", f"vender {name} Bono 10 efectivo")
    s.passes(minutes=2)
    number_due(s.work, now=s.now)
    _mailed(s.client, "client_receipt", CLEO)
    s.client.says("alerts receipts off", "avisos recibos no")


def _mailed(who: Actor, kind: str, email: str) -> Screen:
    """What goes to an e-mail address of theirs."""
    stage = who.stage
    address = stage.work.people.heard_at(Channel.MAIL, email)
    assert address
    theirs = select(Notification).where(Notification.kind == kind, Notification.address_id == address.id)
    row = stage.work.session.scalars(theirs.order_by(Notification.id.desc()).limit(1)).one()
    screen = stage.notices(stage.work, row, address, stage.now, STUDIO)
    assert screen
    row.state = State.SENT
    stage.shown.append(Shown(stage.scene, who.name, Channel.MAIL, stage.language, "", screen, "", kind))
    return screen


def _gives(s: Stage, who: Actor, email: str) -> None:
    who.says("email", "correo")
    who.says(f"email {email}", f"correo {email}")
    code = _mailed(who, "mail_code", email).title[:6]
    who.says("000000" if code != "000000" else "111111", shown="000000")
    who.says(code, shown="123456")
    who.says("email off", "correo no")
    _says_so(who, email)


def _proves(s: Stage, who: Actor, email: str) -> None:
    if s.by_text or who.channel is Channel.SLACK:
        who.says("notifications", "avisos")
        who.presses(OpenMail)
        who.presses(AskMail)
        who.fills(email=email)
        code = _mailed(who, "mail_code", email).title[:6]
        if who.channel is Channel.SLACK:
            who.presses(AskCode)
        who.fills(code=code)
        who.says("notifications", "avisos")
        who.presses(ReachFirst)
        who.presses(SendTest)
        _mailed(who, "trainer_test", email)
        who.says("email", "correo")
        who.presses(LeaveMail)
        _says_so(who, email)


@scene("Where somebody is reached first, and a test of it")
def reached(s: Stage) -> None:
    s.knows_client()
    _tries(s.client, "client_test")
    _tries(s.ana, "trainer_test")


def _tries(who: Actor, kind: str) -> None:
    who.says(f"reach me by {who.channel}", f"avísame por {who.channel}")
    who.says("send me a test", "envíame una prueba")
    who.hears(kind)


def _says_so(who: Actor, email: str) -> None:
    who.says(f"my email is {email}", f"mi correo es {email}")
