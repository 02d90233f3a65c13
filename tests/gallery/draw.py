"""The pages of the gallery in Markdown: what each channel would show, as text."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from bot.channels.mail import draws as mail
from bot.channels.slack import draws as slack
from bot.channels.sms import draws as sms
from bot.channels.sms.limits import size
from bot.channels.telegram import draws as telegram
from bot.dialogue.screen import Screen
from bot.dialogue.words import LANGUAGES
from domain.people.model import Channel
from tests.gallery.stage import Shown

NAMES = {
    Channel.TELEGRAM: "Telegram",
    Channel.SLACK: "Slack",
    Channel.SMS: "SMS",
    Channel.MAIL: "E-mail",
}
_INTRODUCTION = """\
# The gallery

Every screen that people see, in each language, on each channel where those for whom it is can be.
`make gallery` plays the scenes of `tests/gallery/` through the real dialogue and writes these pages anew; a
test keeps them whole and up to date, so that a change of words is seen in its diff.

| channel | language | page | main scenes in a picture | screens |
|---|---|---|---|---|
{rows}
"""
# Another one each time; in the pages always the same.
_TOKEN = re.compile(r"(/(?:pay|member|billing|mail/yes|mail/off)/)[\w-]{12,22}")
_CODE = re.compile(r"\b\d{6}(?= is your code| es tu c)")
_TYPED = re.compile(r"^(Ana: (?:fills in )?)“\d{6}”", re.MULTILINE)
_GIFT = re.compile(r"((?:gift code is|C[oó]digo de regalo:|CODE|C[OÓ]DIGO|CANJEAR) )[A-Z2-9]{8}\b")
_MARKS = {"primary": "*", "danger": "!"}
_SURFACES = {"home": "Home", "modal": "a modal", "private": "only for them"}


def pages(shown: list[Shown]) -> dict[str, str]:
    """The Markdown files by name."""
    drawn = {
        f"{channel}-{language}.md": _page(channel, language, shown)
        for channel in Channel
        for language in LANGUAGES
    }
    return {"README.md": _index(shown), **drawn}


def _index(shown: list[Shown]) -> str:
    counts = {
        (channel, language): sum((each.channel, each.language) == (channel, language) for each in shown)
        for channel in Channel
        for language in LANGUAGES
    }
    rows = "\n".join(
        f"| {NAMES[channel]} | {LANGUAGES[language]} | [{channel}-{language}.md]({channel}-{language}.md) "
        f"| {_sheet(channel, language)} | {count} |"
        for (channel, language), count in counts.items()
    )
    return _INTRODUCTION.format(rows=rows)


def _sheet(channel: Channel, language: str) -> str:
    return "" if channel is Channel.MAIL else f"[contact sheet]({channel}-{language}.png)"


def _page(channel: Channel, language: str, shown: list[Shown]) -> str:
    mine = [each for each in shown if (each.channel, each.language) == (channel, language)]
    scenes = groupby(mine, key=lambda each: each.scene)
    parts = (f"\n## {title}\n\n{''.join(map(_exchange, said))}" for title, said in scenes)
    page = f"# {NAMES[channel]}, {LANGUAGES[language]}\n{''.join(parts)}".rstrip() + "\n"
    page = _TYPED.sub(r"\g<1>“123456”", _CODE.sub("123456", page))
    return _GIFT.sub(r"\g<1>G4FT7KMX", _TOKEN.sub(r"\g<1>Tk4xQmR8sWb2", page))


def _exchange(shown: Shown) -> str:
    who = {"client": "The client"}.get(shown.who, shown.who.capitalize())
    surface = f" ({_SURFACES[shown.surface]})" if shown.surface else ""
    did = f"{who}: {shown.did}{surface}" if shown.did else f"{who} is told, unasked{surface}"
    screen = shown.screen
    if screen.is_silent:
        return f"{did}\n\n*{screen.toast or 'Silence.'}*\n\n"
    body, below = _drawn(shown)
    return f"{did}\n\n```text\n{body}\n```\n\n{below}"


def _drawn(shown: Shown) -> tuple[str, str]:
    match shown.channel:
        case Channel.SMS:
            text = sms.draw(shown.screen)
            return text, f"{parts(text)}\n\n"
        case Channel.TELEGRAM:
            return "\n".join(_telegram(shown.screen)), _toast(shown.screen)
        case Channel.SLACK:
            return "\n".join(_slack(shown)), _toast(shown.screen)
        case Channel.MAIL:
            drawn = mail.draw(shown.screen)
            return f"Subject: {drawn.subject}\n\n{drawn.text}", ""


def parts(text: str) -> str:
    """Such as "1 part · GSM-7 · 132 units"."""
    taken = size(text)
    return f"{taken.parts} part{'s' * (taken.parts > 1)} · {taken.encoding} · {taken.units} units"


def _toast(screen: Screen) -> str:
    return f"Toast: *{screen.toast}*\n\n" if screen.toast else ""


def _telegram(screen: Screen) -> Iterator[str]:
    drawn = telegram.draw(screen)
    if screen.picture:
        yield f"<a picture: {screen.picture.alt}>"
    if screen.file:
        yield f"<{screen.file.name}>"
    yield drawn.plain
    if drawn.keyboard:
        yield ""
    for row in drawn.keyboard:
        yield "  ".join(f"[ {button['text']} ]" for button in row)


def _slack(shown: Shown) -> Iterator[str]:
    screen = shown.screen
    if shown.surface == "modal":
        view = slack.modal_view(screen, "")
        yield f"# {view['title']['text']}"
        yield from _blocks(view["blocks"])
        yield f"[ {view['close']['text']} ]  [ {view['submit']['text']} ]*"
        return
    yield from _blocks(slack.blocks_of(screen))


def _blocks(blocks: Iterable[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        match block["type"]:
            case "header":
                yield f"# {block['text']['text']}"
            case "section":
                yield block["text"]["text"]
            case "actions":
                yield "  ".join(_button(each) for each in block["elements"])
            case "input":
                hint = f"  ({block['hint']['text']})" if "hint" in block else ""
                yield f"{block['label']['text']}: ____{hint}"


def _button(element: dict[str, Any]) -> str:
    return f"[ {element['text']['text']} ]{_MARKS.get(element.get('style', ''), '')}"
