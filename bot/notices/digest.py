"""Several notices as one message: how many, a line of each, and its next step beside it."""

from collections.abc import Iterator
from dataclasses import replace
from textwrap import shorten

from bot.dialogue.actions import Home
from bot.dialogue.screen import Choice, Screen, Section, choice, lines
from bot.dialogue.staying import DIGEST
from bot.dialogue.words import _, ngettext, voice
from bot.inbox import OpenDigest
from bot.notices.registry import NOTICES, Notice, notice
from domain.notifications.model import Notification
from domain.notifications.quiet import Why

MOST, A_LINE = 8, 160  # lines of a message, and characters of one
IN_A_TEXT, A_TEXTS_LINE = 230, 100  # so that it is two parts with the words that answer it
_ENDS = (".", "!", "?", ":", "…", "·")
STEPS, WORDS = 5, 3  # choices of one, and words that a text says


@notice("client_digest", "trainer_digest")
def digest(told_of: Notice) -> Screen | None:
    """Of the rows that its hand-off found to be true."""
    data = told_of.notification.data
    said = set(data.get("rows", ()))
    rows = [each for each in told_of.work.outbox.gathered(told_of.notification) if each.id in said]
    screens = [screen for each in rows[:MOST] if (screen := NOTICES.say(told_of.of(each)))]
    if not screens:
        return None
    count = len(screens) + len(rows[MOST:]) + int(data.get("more", 0))
    heading = _heading(rows, count)
    number = told_of.notification.id
    draw = _text if voice().terse else _message
    return replace(draw(heading, screens, count, number), subject=(DIGEST, number), fresh=True)


def _heading(rows: list[Notification], count: int) -> str:
    if all(row.path and row.path[0]["why"] == Why.QUIET for row in rows):
        return ngettext("While it was quiet: {n} new", "While it was quiet: {n} new", count)
    return ngettext("Your digest: {n} new", "Your digest: {n} new", count)


def _message(heading: str, screens: list[Screen], count: int, digest: int) -> Screen:
    offered = set[str]()
    parts = [Section(_line(each, A_LINE), tuple(_steps(each, offered))[:STEPS]) for each in screens]
    if count == len(screens):
        return Screen(title=heading, sections=tuple(parts))
    parts.append(Section(_and_more(count - len(screens))))
    rest = choice(_("Read the rest"), OpenDigest(digest, len(screens)))
    return Screen(title=heading, sections=tuple(parts), choices=((rest,),))


def _text(heading: str, screens: list[Screen], count: int, digest: int) -> Screen:
    """As many lines as there is room for; the words are those of the lines, and one for all the others."""
    told, offered = [heading], set[str]()
    steps: list[Choice] = []
    for each in screens:
        line = _line(each, A_TEXTS_LINE)
        if len(lines(*told, line)) > IN_A_TEXT:
            break
        told.append(line)
        steps += [step for step in _steps(each, offered) if step.word]
    left = count - len(told) + 1
    brief = lines(*told, _and_more(left) if left else "")
    rest = [choice(_("the rest"), OpenDigest(digest, len(told) - 1))] if left else []
    return Screen(text=brief, brief=brief, choices=((*steps[: WORDS - len(rest)], *rest),))


def _and_more(count: int) -> str:
    return ngettext("…and {n} more", "…and {n} more", count)


def _line(screen: Screen, longest: int) -> str:
    whole = lines(screen.title, screen.text, *(each.text for each in screen.sections))
    said = (screen.brief if voice().terse and screen.brief else whole).splitlines()
    ended = [part if part.endswith(_ENDS) else f"{part} ·" for part in said if part.strip()]
    return shorten(" ".join(ended).removesuffix(" ·"), longest, placeholder="…")


def _steps(screen: Screen, offered: set[str]) -> Iterator[Choice]:
    """What is offered beside it and not beside one before."""
    for each in screen.all_choices():
        target = each.data or each.url
        if target not in offered and each.data != Home().pack():
            offered.add(target)
            yield each
