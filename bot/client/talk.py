"""A person is always reachable: what the bot can't read goes to the trainer, and HUMAN silences the bot."""

import re
from datetime import timedelta

from bot.client.home import home
from bot.client.trainers import trainer_of
from bot.client.views import WakeUp
from bot.dialogue.actions import Home
from bot.dialogue.cap import say_so
from bot.dialogue.heard import SentFile
from bot.dialogue.menu import last_said
from bot.dialogue.routes import board, command, on, receives_file, sentence
from bot.dialogue.screen import SILENCE, Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, Voice, _, speaking
from domain.base import Role
from domain.bookings.service import relate
from domain.conversations.service import is_muted, mute, pass_on
from domain.people.model import Relationship
from domain.trainers.model import Trainer

SAID_ONCE = timedelta(hours=1)  # how long "passed on" holds good for the messages that follow

# Thanks need no answer, in words or as the faces and hands that mean them.
THANKS = re.compile(
    r"(?:thanks?|thank you|thx|ty|cheers|ok(?:ay)?|great|perfect|super|gracias|vale"
    r"|[👍👌🙏🙌👏💪✅❤😀-😊😍🥰🎉])"
    r"[\s!.\ufe0f🏻-🏿]*",
    re.IGNORECASE,
)


# As `invite` prints them: they open a desk to whoever reads them.
_CODE = re.compile(r"(?<![\w-])(?=[\w-]*[0-9])(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{22}(?![\w-])", re.ASCII)


_FOR_A_HUMAN = re.compile(
    r"\b(?:(?:talk|speak|chat) (?:to|with) (?:a|some) ?(?:human|person|body|one|real person)"
    r"|(?:hablar|comunicarme) con (?:una persona|un humano|alguien))\b",
    re.IGNORECASE,
)


@command("human", "person", "talk to a person", "humano", "persona", who=Role.CLIENT)
def human(turn: Turn, rest: str) -> Screen:
    """Mute the bot and tell the trainer that somebody waits."""
    trainer = trainer_of(turn)
    if trainer is None:
        return _pick_first(turn)
    relationship = _with(turn, trainer)
    told = pass_on(
        turn.work,
        turn.person,
        relationship,
        in_their_words(trainer, N_("(wants to talk to a person)")),
        now=turn.now,
    )
    if not told:
        return _nobody(trainer)
    mute(turn.address, now=turn.now)
    text = _(
        "For the next 12 hours everything you write goes to {name}, and I keep silent.", name=trainer.name
    )
    return Screen(text=text, choices=((choice(_("Bring the bot back"), WakeUp()),),))


@sentence(who=Role.CLIENT)
def asks_for_a_human(turn: Turn, text: str) -> Screen | None:
    return human(turn, "") if _FOR_A_HUMAN.search(text) and not is_muted(turn.address, turn.now) else None


@on(WakeUp, who=Role.CLIENT)
def wake_up(turn: Turn, _action: WakeUp) -> Screen:
    turn.address.muted_until = None
    return home(turn)


def in_their_words(trainer: Trainer, note: str) -> str:
    """A note of ours, as the trainer reads it."""
    with speaking(Voice(trainer.person.locale, trainer.person.zone, clocks=trainer.clocks)):
        return _(note)


def pass_on_quietly(turn: Turn, text: str, note: str = "") -> Trainer | None:
    """For the trainer's eyes, where nothing may be answered; None where nobody reads it."""
    trainer = trainer_of(turn)
    if trainer is None:
        return None
    relationship = _with(turn, trainer)
    noted = lines(text, in_their_words(trainer, note) if note else "")
    return trainer if pass_on(turn.work, turn.person, relationship, noted, now=turn.now) else None


@board("enough", who=Role.CLIENT)
def enough(turn: Turn) -> Screen:
    """More texts than a person writes, so perhaps a machine's: one last word from us, and theirs are read."""
    heard = turn.event.heard
    text = heard.caption if isinstance(heard, SentFile) else turn.text
    if not say_so(turn.address, turn.now):
        if text and fold(text) != last_said(turn.address):
            pass_on_quietly(turn, text)
        return SILENCE
    trainer = pass_on_quietly(turn, text, N_("(many texts at once, so the bot has stopped answering)"))
    if trainer is None:
        return Screen(text=_("Those are a lot of texts, so I pause. Text me again in an hour."))
    return Screen(text=_("Those are a lot of texts, so I pause. {name} reads them.", name=trainer.name))


@sentence(who=Role.CLIENT, last=True)
def for_a_human(turn: Turn, text: str) -> Screen | None:
    """Whatever nothing else could read: to the trainer, said so once."""
    if turn.event.thread and turn.person.roles & Role.TRAINER:
        return None  # said at the desk, to nobody's words
    if _CODE.search(text):
        return Screen(text=_("That looks like a code, so I passed it to nobody. Type: join YOUR-CODE"))
    muted = is_muted(turn.address, turn.now)
    if THANKS.fullmatch(text.strip()) and not muted:
        return SILENCE
    trainer = trainer_of(turn)
    if trainer is None:
        return _pick_first(turn)
    relationship = _with(turn, trainer)
    if not pass_on(turn.work, turn.person, relationship, text, now=turn.now):
        return _nobody(trainer)
    talk = turn.address.talk or {}
    if muted or turn.now.isoformat() < talk.get("told_until", ""):
        return SILENCE
    turn.address.talk = {"trainer": trainer.id, "told_until": (turn.now + SAID_ONCE).isoformat()}
    said = _("Passed to {name}, who answers here.", name=trainer.name)
    return Screen(text=said, choices=((choice(_("Menu"), Home()),),))


def _with(turn: Turn, trainer: Trainer) -> Relationship:
    """Whose trainer it is of those for whom they write, and in whose name the words go; else their own."""
    if not turn.named and len(turn.people) > 1:
        trained = (each for each in turn.people if turn.work.people.relationship(each.id, trainer.id))
        turn.speak_for(next(trained, turn.speaker).id)
    return relate(turn.work, turn.person, trainer, now=turn.now)


@receives_file(who=Role.CLIENT)
def a_file(turn: Turn, file: SentFile) -> Screen:
    """We can't carry pictures and voices yet; say so, and pass a caption on."""
    if file.kind == "sticker":
        return SILENCE if is_muted(turn.address, turn.now) else _only_words(turn)
    if file.caption:
        passed = for_a_human(turn, file.caption) or SILENCE
        if (trainer := trainer_of(turn)) is None or not turn.work.people.reach(
            trainer.person_id, Role.TRAINER
        ):
            return passed
        note = _(
            "Your words were passed on, the {kind} was not: I can only carry text so far.",
            kind=_kind(file.kind),
        )
        return Screen(text=note, choices=passed.choices)
    return _only_words(turn)


def _nobody(trainer: Trainer) -> Screen:
    """The trainer has no chat yet, or none any more."""
    text = _("{name} can't be reached in a chat just now, so nobody reads that.", name=trainer.name)
    return Screen(text=text, choices=((choice(_("Menu"), Home()),),))


def _only_words(turn: Turn) -> Screen:
    text = (
        _("I can only read words so far. Please text what it shows.")
        if turn.by_text
        else _("I can only read words so far. Type it, or tap a button from the menu.")
    )
    return Screen(text=text, choices=((choice(_("Menu"), Home()),),))


def _kind(kind: str) -> str:
    return {"photo": _("photo"), "voice": _("voice message"), "video": _("video")}.get(kind, _("file"))


def _pick_first(turn: Turn) -> Screen:
    start = home(turn)
    said = _("I did not understand that. Pick a trainer, and what you write goes to them.")
    text = lines(said, start.text)
    return Screen(title=start.title, text=text, choices=start.choices, brief=said)
