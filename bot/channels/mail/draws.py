"""A screen as a mail: a subject, plain text, and the same in HTML. Pure."""

from dataclasses import dataclass
from html import escape

from bot.channels.mail.limits import cut
from bot.dialogue.screen import Choice, Screen, Section

_PAGE = """<!doctype html><html><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body style="font:16px/1.5 system-ui,sans-serif;max-width:34em;margin:0 auto;padding:1em">
{body}
</body></html>
"""
_BUTTON = "display:inline-block;padding:.5em 1em;border:1px solid;border-radius:.5em;text-decoration:none"
PICTURE = "picture@studio"  # the content id of the one that a mail brings along
_SHOWN = "display:block;max-width:100%;height:auto"
_SMALL = "font-size:13px;margin-top:2em"


@dataclass(frozen=True, slots=True)
class Drawn:
    subject: str
    text: str
    html: str


def draw(screen: Screen) -> Drawn:
    """Nothing can be pressed in a mail: of the choices, those that are links are shown."""
    title = screen.title.strip()
    paragraphs = [each for each in (screen.text, *map(_paragraph, screen.sections)) if each.strip()]
    links = [each for each in screen.all_choices() if each.url]
    subject = cut(title or _first_sentence(paragraphs))
    return Drawn(subject, _text(screen, title, paragraphs, links), _html(screen, title, paragraphs, links))


def _paragraph(section: Section) -> str:
    return "\n".join(part for part in (section.title, section.text) if part.strip())


def _first_sentence(paragraphs: list[str]) -> str:
    """Its stop is left out; a time such as 18.00 ends none."""
    line = next(iter("\n".join(paragraphs).splitlines()), "")
    return line.partition(". ")[0].rstrip(".")


def _text(screen: Screen, title: str, paragraphs: list[str], links: list[Choice]) -> str:
    said = "\n".join(f"{each.label}: {each.url}" for each in links)
    small = [screen.note, f"{screen.leave.label}: {screen.leave.url}" if screen.leave else ""]
    end = "\n".join(each for each in small if each)
    parts = [title, *paragraphs, said, f"-- \n{end}" if end else ""]
    return "\n\n".join(part for part in parts if part) + "\n"


def _html(screen: Screen, title: str, paragraphs: list[str], links: list[Choice]) -> str:
    parts = [f"<h2>{escape(title)}</h2>"] if title else []
    if screen.picture:
        alt = escape(screen.picture.alt)
        parts.append(f'<p><img src="cid:{PICTURE}" alt="{alt}" style="{_SHOWN}"></p>')
    parts += [f"<p>{escape(each).replace(chr(10), '<br>')}</p>" for each in paragraphs]
    parts += [f"<p>{_link(each.url, each.label, _BUTTON)}</p>" for each in links]
    small = [escape(screen.note)] if screen.note else []
    if screen.leave:
        small.append(_link(screen.leave.url, screen.leave.label, ""))
    if small:
        parts.append(f'<p style="{_SMALL}">{"<br>".join(small)}</p>')
    return _PAGE.format(body="\n".join(parts))


def _link(url: str, label: str, style: str) -> str:
    """Only to the web and the chats: whatever else an address could do, it does not do here."""
    if not url.startswith(("https://", "http://", "sms:")):
        return escape(label)
    return f'<a href="{escape(url)}" style="{style}">{escape(label)}</a>'
