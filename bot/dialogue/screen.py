"""Screens: what a person is shown, before any channel has drawn it."""

from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from pydantic import TypeAdapter

from bot.dialogue.actions import Action
from bot.dialogue.forms import Field
from bot.dialogue.words import _, voice


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of the screen: to an action of ours (``data``) or to the web (``url``).

    ``weight`` is "primary" or "danger" where a channel can show it; the label alone has to say it all.
    """

    label: str
    data: str = ""
    url: str = ""
    weight: str = ""
    word: str = ""  # what to text for it; an answer that has none gets a number


def choice(label: str, action: Action, weight: str = "", word: str | None = None) -> Choice:
    """``word`` where the action's own would not do; "" for a number instead."""
    own = type(action).word
    typed = word if word is not None else _(own) if own else ""
    return Choice(label, action.pack(), weight=weight, word=typed)


def web(label: str, url: str) -> Choice:
    return Choice(label, url=url)


Row = tuple[Choice, ...]


def rows(choices: Iterable[Choice], wide: int = 1) -> tuple[Row, ...]:
    """Choices laid out ``wide`` to a row."""
    flat = list(choices)
    return tuple(tuple(flat[i : i + wide]) for i in range(0, len(flat), wide))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a longer screen, with choices of its own: a session in a list of sessions."""

    text: str = ""
    choices: tuple[Choice, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """What can be texted in answer, each with its label; ``home`` is the word that leads to the start, and
    ``asks`` how the words are asked for, since a text is drawn when nobody speaks any more.
    """

    numbered: tuple[tuple[str, str], ...] = ()
    worded: tuple[tuple[str, str], ...] = ()
    home: str = ""
    asks: str = "{words}"

    def __bool__(self) -> bool:
        return bool(self.numbered or self.worded)

    def without_home(self) -> "Menu":
        return replace(self, worded=tuple(each for each in self.worded if each[0] != self.home), home="")


@dataclass(frozen=True, slots=True)
class File:
    name: str
    mime: str
    content: str  # a text file's own words, so that a stored answer stays readable
    coded: bool = False  # any other file's, in base 64

    @property
    def data(self) -> bytes:
        return b64decode(self.content) if self.coded else self.content.encode()


@dataclass(frozen=True, slots=True)
class Picture:
    """One that is kept, by its digest, and what is said of it to whoever can't see it."""

    digest: str
    alt: str


@dataclass(frozen=True, slots=True)
class Screen:
    """A page of the conversation.

    ``title`` is one line, ``text`` some more; ``sections`` follow, then ``choices`` in rows. ``toast`` is
    the short answer to a
    press (shown in a box when ``alert``). ``subject`` names what the message is about, so that it can be
    updated. ``form`` is the
    packed action whose form is asked for; where a channel draws no forms, ``choices`` beside it stand
    in. ``fresh`` sends a new message even in answer to a press;
    ``private`` is for
    the presser's eyes only where a channel can do that; what is ``lasting`` goes along with its subject, and
    needs a message of its own for that. ``commands`` (name and meaning) are what a channel
    with a menu of commands lists in this chat from now on. An empty screen is silence (with a toast: only
    the toast).
    """

    text: str = ""
    title: str = ""
    sections: tuple[Section, ...] = ()
    choices: tuple[Row, ...] = ()
    toast: str = ""
    alert: bool = False
    subject: tuple[str, int] | None = None
    form: str = ""
    values: dict[str, str] = field(default_factory=dict)  # what a form starts with
    fields: tuple[Field, ...] = ()  # its questions, worded, where the channel draws forms itself or they vary
    labels: tuple[str, str, str] = ("", "", "")  # of the buttons that hand a form in, give it up, open it
    errors: dict[str, str] = field(default_factory=dict)  # by field, when a form has to be filled in again
    file: File | None = None
    picture: Picture | None = None  # above its words, in one message; it needs a new one
    fresh: bool = False
    private: bool = False
    lasting: bool = False
    brief: str = ""  # title and text where every letter counts
    spare: tuple[str, ...] = ()  # lines of which a text says the first that it has room for
    menu: Menu = Menu()  # laid by the turn, where nothing can be tapped
    note: str = ""  # what the law wants said beside it
    leave: Choice | None = None  # what ends what is told there, where nothing can be typed
    thread: str = ""  # the message under which to speak, where a channel has threads
    commands: tuple[tuple[str, str], ...] = ()

    @property
    def is_board(self) -> bool:
        """A board stands where it was opened and is drawn anew there; unasked, nobody is sent one."""
        return self.subject is not None and self.subject[0] == "home"

    @property
    def is_silent(self) -> bool:
        return not (self.text or self.title or self.sections or self.file or self.form or self.errors)

    def with_toast(self, toast: str, *, alert: bool = False) -> Self:
        return replace(self, toast=toast, alert=alert)

    def of(self, name: str) -> Self:
        """The same with a name before it: whose it is."""
        brief = f"{name}: {self.brief}" if self.brief else ""
        if self.title:
            return replace(self, title=f"{name}: {self.title}", brief=brief)
        return replace(self, text=f"{name}: {self.text}", brief=brief) if self.text else self

    def all_choices(self) -> Iterable[Choice]:
        for section in self.sections:
            yield from section.choices
        for row in self.choices:
            yield from row

    def dump(self) -> dict[str, Any]:
        """As JSON can keep it; what is at its default is left out."""
        dumped: dict[str, Any] = _SCREEN.dump_python(self, mode="json", exclude_defaults=True)
        return dumped

    @staticmethod
    def load(dumped: dict[str, Any]) -> "Screen":
        return _SCREEN.validate_python(dumped)


SILENCE = Screen()
_SCREEN = TypeAdapter(Screen)


def lines(*parts: str | None) -> str:
    """The parts that say something, a line each."""
    return "\n".join(part for part in parts if part)


def list_of(items: Sequence[str]) -> str:
    separator = ", " if voice().terse else " · "
    return separator.join(item for item in items if item)
