"""A screen as Telegram shows it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import count, groupby, islice
from typing import Any

from bot.channels.telegram.limits import BUTTONS, LABEL, PER_ROW, SHARED, TEXT, cut, length
from bot.dialogue.screen import Choice, Row, Screen, Section, rows


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

    Buttons stand below all of the text: where several sections have some, both carry the section's number.

    ``nothing`` stands where there are no words: Telegram refuses an empty text, though not an empty caption.
    """
    title = cut(screen.title.strip(), longest)
    screen = replace(screen, sections=_numbered(screen.sections))
    body = "\n\n".join(part for part in (screen.text, *_paragraphs(screen.sections)) if part.strip())
    rest = cut(body, longest - length(title) - 2 if title else longest)
    plain = "\n\n".join(part for part in (title, rest) if part)
    html = "\n\n".join(part for part in (f"<b>{escape(title)}</b>" if title else "", escape(rest)) if part)
    return Drawn(html or nothing, plain or nothing, _keyboard(screen))


def _numbered(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    if sum(bool(section.choices) for section in sections) < 2:
        return sections
    numbers = count(1)
    return tuple(_with_number(section, next(numbers)) if section.choices else section for section in sections)


def _with_number(section: Section, number: int) -> Section:
    usable = (option for option in section.choices if option.label.strip())
    labelled = tuple(replace(option, label=f"{number}. {option.label}") for option in usable)
    return replace(section, text=f"{number}. {section.text}", choices=labelled)


def _paragraphs(sections: tuple[Section, ...]) -> list[str]:
    """What follows a title belongs to it, a line for each section."""
    paragraphs: list[str] = []
    for section in sections:
        said = "\n".join(part for part in (section.title, section.text) if part.strip())
        if section.title or not paragraphs:
            paragraphs.append(said)
        elif said:
            paragraphs[-1] += f"\n{said}"
    return paragraphs


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
    for row in (*_beside(screen.sections), *screen.choices):
        for start in range(0, len(row), PER_ROW):
            yield row[start : start + PER_ROW]


def _beside(sections: tuple[Section, ...]) -> Iterator[Row]:
    """The choices of sections; neighbours that have one each share rows."""
    for alone, group in groupby(sections, lambda section: len(section.choices) == 1):
        rows_of = [section.choices for section in group]
        if alone:
            yield from rows((option for row in rows_of for option in row), SHARED)
        else:
            yield from rows_of


def _button(option: Choice) -> dict[str, str]:
    target = {"url": option.url} if option.url else {"callback_data": option.data}
    return {"text": cut(option.label, LABEL), **target}
