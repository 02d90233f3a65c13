"""A screen as Telegram shows it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any

from bot.channels.telegram.limits import BUTTONS, LABEL, PER_ROW, TEXT, cut, length
from bot.dialogue.screen import Choice, Row, Screen


@dataclass(frozen=True, slots=True)
class Drawn:
    """HTML text, the same without markup, and the inline keyboard's rows of buttons."""

    html: str
    plain: str
    keyboard: list[list[dict[str, str]]]

    @property
    def markup(self) -> dict[str, Any] | None:
        return {"inline_keyboard": self.keyboard} if self.keyboard else None


def draw(screen: Screen, longest: int = TEXT, nothing: str = "…") -> Drawn:
    """Title in bold, then the text and the sections; the choices of sections come before the screen's own.

    ``nothing`` stands where there are no words: Telegram refuses an empty text, though not an empty caption.
    """
    title = cut(screen.title.strip(), longest)
    sections = (part for section in screen.sections for part in (section.title, section.text))
    body = "\n\n".join(part for part in (screen.text, *sections) if part.strip())
    rest = cut(body, longest - length(title) - 2 if title else longest)
    plain = "\n\n".join(part for part in (title, rest) if part)
    html = "\n\n".join(part for part in (f"<b>{escape(title)}</b>" if title else "", escape(rest)) if part)
    return Drawn(html or nothing, plain or nothing, _keyboard(screen))


def _keyboard(screen: Screen) -> list[list[dict[str, str]]]:
    keyboard: list[list[dict[str, str]]] = []
    left = BUTTONS
    for row in _rows(screen):
        # One button that Telegram refuses would lose the whole message.
        usable = (option for option in row if option.label.strip() and (option.url or option.data))
        buttons = [_button(option) for option in islice(usable, left)]
        left -= len(buttons)
        if buttons:
            keyboard.append(buttons)
    return keyboard


def _rows(screen: Screen) -> Iterator[Row]:
    for row in (*(section.choices for section in screen.sections), *screen.choices):
        for start in range(0, len(row), PER_ROW):
            yield row[start : start + PER_ROW]


def _button(option: Choice) -> dict[str, str]:
    target = {"url": option.url} if option.url else {"callback_data": option.data}
    return {"text": cut(option.label, LABEL), **target}
