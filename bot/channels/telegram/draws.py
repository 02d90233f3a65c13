"""A screen as Telegram shows it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any

from bot.channels.telegram.limits import BUTTONS, LABEL, PER_ROW, TEXT, cut
from bot.dialogue.screen import Choice, Row, Screen


@dataclass(frozen=True, slots=True)
class Drawn:
    """HTML text, the same without markup, and the inline keyboard's rows of buttons."""

    html: str
    plain: str
    keyboard: list[list[dict[str, str]]]

    @property
    def markup(self) -> dict[str, Any]:
        return {"inline_keyboard": self.keyboard}


def draw(screen: Screen, longest: int = TEXT) -> Drawn:
    """Title in bold, then the text and the sections; the choices of sections come before the screen's own."""
    title = cut(screen.title, longest)
    sections = (part for section in screen.sections for part in (section.title, section.text))
    body = "\n\n".join(part for part in (screen.text, *sections) if part)
    rest = cut(body, max(longest - len(title.encode("utf-16-le")) // 2 - 2, 0)) if body else ""
    # Something has to be there: Telegram refuses an empty text.
    plain = "\n\n".join(part for part in (title, rest) if part) or "…"
    html = "\n\n".join(part for part in (f"<b>{escape(title)}</b>" if title else "", escape(rest)) if part)
    return Drawn(html or "…", plain, _keyboard(screen))


def _keyboard(screen: Screen) -> list[list[dict[str, str]]]:
    keyboard: list[list[dict[str, str]]] = []
    left = BUTTONS
    for row in _rows(screen):
        buttons = [_button(option) for option in islice(row, left)]
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
