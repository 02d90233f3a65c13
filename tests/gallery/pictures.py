"""Contact sheets: the main scenes as the sandbox's page draws its panes, by a browser. The texts have all."""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bot.channels.slack import draws as slack
from bot.channels.sms import draws as sms
from bot.channels.telegram import draws as telegram
from bot.dialogue.words import LANGUAGES
from domain.people.model import Channel
from tests.chromium import INSTALL, find_chromium
from tests.gallery.draw import NAMES, parts
from tests.gallery.stage import Shown
from tests.house.committed import ROOT

STYLES = [ROOT / "sandbox" / "page" / name for name in ("style.css", "panes.css")]
FLAGS = ["--no-sandbox", "--disable-lcd-text"]  # grey edges of letters take half as much
PICTURED = {
    "In by a trainer's link",
    "A request, approved, reminded, done",
    "Cancelled, and taken back",
    "Words for a human",
    "Settings",
    "A trainer's day",
    "The day is closed",
}
WIDE, TALL = 1400, 900  # of the window; a sheet is as tall as it has to be
# A sheet instead of a page that fills its window: columns of scenes, small enough to be committed.
_SHEET = """
:root { font-size: 10.5px; }
body { height: auto; display: block; padding: 1rem; width: max-content; }
.sheet { columns: 5 24rem; column-gap: 1rem; width: 124rem; }
.pane { break-inside: avoid; margin-bottom: 1rem; box-shadow: none; }
.pane > header { font-weight: 600; }
.pane .messages { overflow: visible; }
.desk .message { padding: .5rem 1rem; }
"""


def write(shown: list[Shown], folder: Path) -> int:
    """A picture for each channel and language; answers their bytes."""
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit(f"No Chromium for the pictures. Install it, or run: {INSTALL}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": WIDE, "height": TALL}, color_scheme="light")
        for channel in _DRAWN:
            for language in LANGUAGES:
                page.set_content(_html(channel, language, shown))
                page.locator("body").screenshot(path=folder / f"{channel}-{language}.png")
        browser.close()
    return sum(path.stat().st_size for path in folder.glob("*.png"))


def _html(channel: Channel, language: str, shown: list[Shown]) -> str:
    style = "".join(path.read_text() for path in STYLES) + _SHEET
    scenes = groupby(_once(channel, language, shown), key=lambda each: each[0].scene)
    kind = "desk" if channel is Channel.SLACK else "phone"
    panes = (
        f'<section class="pane {kind}"><header>{escape(title)}</header>'
        f'<div class="messages">{"".join(_exchange(each, drawn) for each, drawn in said)}</div></section>'
        for title, said in scenes
    )
    heading = f"{NAMES[channel]}, {LANGUAGES[language]}"
    body = f'<h1>{heading}</h1><div class="sheet">{"".join(panes)}</div>'
    return f'<!doctype html><html lang="{language}"><style>{style}</style><body>{body}</body></html>'


def _once(channel: Channel, language: str, shown: list[Shown]) -> Iterator[tuple[Shown, str]]:
    """Each screen where it is first seen, drawn."""
    seen: set[str] = set()
    for each in shown:
        if (each.channel, each.language) != (channel, language) or each.screen.is_silent:
            continue
        if each.scene not in PICTURED:
            continue
        drawn = _DRAWN[channel](each)
        if drawn not in seen:
            seen.add(drawn)
            yield each, drawn


def _exchange(shown: Shown, drawn: str) -> str:
    if shown.channel is Channel.SLACK or not shown.did:
        return drawn
    return f'<article class="message mine"><div class="bubble">{escape(shown.did)}</div></article>{drawn}'


def _sms(shown: Shown) -> str:
    text = sms.draw(shown.screen)
    return _bubble(escape(text), f'<p class="meta">{parts(text)}</p>')


def _telegram(shown: Shown) -> str:
    drawn = telegram.draw(shown.screen)
    rows = (f"<div>{''.join(map(_key, row))}</div>" for row in drawn.keyboard)
    return _bubble(drawn.html, f'<div class="keys">{"".join(rows)}</div>' if drawn.keyboard else "")


def _key(button: dict[str, str]) -> str:
    return f"<span>{escape(button['text'])}</span>"


def _bubble(words: str, below: str) -> str:
    return f'<article class="message theirs"><div class="bubble">{words}</div>{below}</article>'


def _slack(shown: Shown) -> str:
    if shown.surface == "modal":
        view = slack.modal_view(shown.screen, "")
        title, send = escape(view["title"]["text"]), escape(view["submit"]["text"])
        body = f"<h3>{title}</h3>{_blocks(view['blocks'])}<button class='primary'>{send}</button>"
    else:
        body = _blocks(slack.blocks_of(shown.screen))
    private = " private" if shown.surface == "private" else ""
    return f'<article class="message{private}"><div class="said">{body}</div></article>'


def _blocks(blocks: list[dict[str, Any]]) -> str:
    return "".join(map(_block, blocks))


def _block(block: dict[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f'<h3 class="block">{escape(block["text"]["text"])}</h3>'
        case "actions":
            return f'<div class="actions">{"".join(map(_button, block["elements"]))}</div>'
        case "input":
            return f'<p class="block">{escape(block["label"]["text"])}</p><input>'
        case _:  # its three characters are escaped already
            words = _BOLD.sub(r"<b>\1</b>", block["text"]["text"])
            return f'<p class="block">{words}</p>'


def _button(element: dict[str, Any]) -> str:
    return f'<button class="{element.get("style", "")}">{escape(element["text"]["text"])}</button>'


_BOLD = re.compile(r"^\*(.+)\*$", re.MULTILINE)
_DRAWN = {Channel.SMS: _sms, Channel.TELEGRAM: _telegram, Channel.SLACK: _slack}
