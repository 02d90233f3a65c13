"""E-mail, as anybody asks for it: “email me@example.org”, the code that came there, “email off”."""

import re

from pydantic import BaseModel, Field

from bot.client.views import OpenSettings
from bot.dialogue import asking
from bot.dialogue.actions import Action, Home
from bot.dialogue.heard import Said
from bot.dialogue.home import DESK
from bot.dialogue.routes import EVERYBODY, answers, command, on, sentence
from bot.dialogue.screen import Row, Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _
from domain.mailboxes.service import Proof, claim, leave_all, mail_of, prove
from domain.mailboxes.words import read_address
from domain.people.model import Channel

_OFF = frozenset({"off", "stop", "no", "none", "remove", "quitar", "borrar"})
_CODE = re.compile(r"(\d{3}) ?(\d{3})")
_SAID = re.compile(
    r"(?:my e-?mail(?: address)? is|e-?mail me at|mi (?:correo|e-?mail) es|escribeme a) (?P<words>\S+@\S+)"
)


class OpenMail(Action, code="jm", word=N_("EMAIL")):
    """Where somebody gets mail."""


class AskMail(Action, code="ja"):
    """Ask for an address."""


class AskCode(Action, code="jc"):
    """Ask for the code that was sent there."""


class LeaveMail(Action, code="jo", acts=True):
    """No more mail."""


class Given(BaseModel):
    email: str = Field(title=N_("Your e-mail address"), examples=["me@example.org"], max_length=254)


class Code(BaseModel):
    code: str = Field(title=N_("The six digits from the mail"), examples=["123456"], max_length=40)


@on(OpenMail, who=EVERYBODY)
def open_mail(turn: Turn, _action: OpenMail) -> Screen:
    return mail_screen(turn)


@on(AskMail, who=EVERYBODY)
def ask_mail(turn: Turn, asked: AskMail) -> Screen:
    return Screen(title=_("E-mail"), text=_promise(turn), form=asked.pack())


@answers(AskMail, Given)
def mail_filled(turn: Turn, asked: AskMail, form: Given) -> Screen:
    return _claimed(turn, form.email, f"{_('Your e-mail address')}: {form.email}")


@on(AskCode, who=EVERYBODY)
def ask_code(turn: Turn, asked: AskCode) -> Screen:
    return Screen(title=_("E-mail"), form=asked.pack())


@answers(AskCode, Code)
def code_filled(turn: Turn, asked: AskCode, form: Code) -> Screen:
    """A wrong one is counted, so it is an answer and no refusal."""
    found = _CODE.fullmatch(form.code.strip())
    proof = prove(turn.work, turn.speaker, "".join(found.groups()) if found else "", now=turn.now)
    if proof is Proof.WRONG:
        problem = _("That is not the code. Look into the latest mail.")
        return Screen(title=_("E-mail"), form=asked.pack(), errors={"code": problem})
    if proof is Proof.OVER:
        return mail_screen(turn, _("That code is good no more. Give the address again for a new one."))
    asking.forget_form_of(turn, AskCode)
    return mail_screen(turn, _("Thank you."))


@on(LeaveMail, who=EVERYBODY)
def leave_mail(turn: Turn, _action: LeaveMail) -> Screen:
    heard = turn.event.heard
    said = heard.text if isinstance(heard, Said) else _("No more mail")
    leave_all(turn.work, turn.speaker, said=said, shown=_promise(turn), now=turn.now)
    return mail_screen(turn)


@command(
    "email", "e-mail", "mail", "hub email", "hub e-mail", "hub mail", "correo", "hub correo",
    who=EVERYBODY, takes_words=True,
)  # fmt: skip
def mail_typed(turn: Turn, rest: str) -> Screen | None:
    """Such as "email me@example.org", "email 123456" or "email off"; alone, how it stands."""
    if not rest or not turn.studio.mails:
        return mail_screen(turn)
    if fold(rest) in _OFF:
        return leave_mail(turn, LeaveMail())
    if _CODE.fullmatch(rest):
        return code_filled(turn, AskCode(), Code(code=rest))
    if "@" not in rest and turn.event.channel is not Channel.SLACK:
        return None  # a sentence that begins so
    return _claimed(turn, rest, _typed(turn, rest))


@sentence(who=EVERYBODY)
def mail_said(turn: Turn, text: str) -> Screen | None:
    """Such as "my email is me@example.org"."""
    said = _SAID.fullmatch(fold(text))
    return (
        _claimed(turn, said["words"], text) if said and turn.studio.mails and not turn.event.thread else None
    )


def _claimed(turn: Turn, words: str, said: str) -> Screen:
    email = read_address(words)
    claim(turn.work, turn.speaker, email, said=said, shown=_promise(turn), now=turn.now)
    sent = _("A code is on its way to {email}: type it here within half an hour.", email=email)
    if turn.event.channel is Channel.SLACK:  # one window can't open the next
        return Screen(text=sent, choices=((choice(_("Enter the code"), AskCode()),),), private=True)
    return Screen(title=_("E-mail"), text=sent, form=AskCode().pack())


def mail_screen(turn: Turn, first: str = "") -> Screen:
    """Where they get mail, and what may change that."""
    if not turn.studio.mails:
        return Screen(text=_("{studio} sends no e-mail.", studio=turn.studio.name), choices=_back(turn))
    emails = ", ".join(each.external_id for each in mail_of(turn.work, turn.speaker))
    stands = _("You get mail at {emails}.", emails=emails) if emails else _("You get no mail.")
    if turn.work.mailboxes.claimed(turn.speaker.id, turn.now):
        first = first or _("A code is on its way. Type it here, such as: email 123456")
    other = _("Another address") if emails else _("Give an address")
    ways = (choice(other, AskMail()), *((choice(_("No more mail"), LeaveMail()),) if emails else ()))
    how = _("EMAIL OFF ends it.") if emails else _("To get it, text: EMAIL me@example.org")
    return Screen(
        title=_("E-mail"),
        text=lines(first, stands, _promise(turn)),
        choices=() if turn.by_text else (ways, *_back(turn)),
        brief=lines(first, stands, how),
        private=True,
    )


def _promise(turn: Turn) -> str:
    return _(
        "{studio} mails what misses you in the chat. Each mail has a link that ends it.",
        studio=turn.studio.name,
    )


def _typed(turn: Turn, rest: str) -> str:
    heard = turn.event.heard
    return heard.text if isinstance(heard, Said) else rest


def _back(turn: Turn) -> tuple[Row, ...]:
    if turn.event.channel is Channel.SLACK:
        return ()
    home = choice(_("Menu"), Home())
    return ((home,),) if turn.speaker.roles & DESK else ((choice(_("Settings"), OpenSettings()), home),)
