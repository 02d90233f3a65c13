"""How words look to whoever reads them, with sample facts, on each channel."""

from dataclasses import dataclass

from bot.channels.mail.draws import draw as as_mail
from bot.channels.sms.draws import draw as as_text
from bot.channels.sms.limits import Size, outsider, size
from bot.dialogue.menu import with_words
from bot.dialogue.screen import Screen, lines
from bot.dialogue.words import Voice, _, ngettext, speaking, voice
from bot.notices.template import Template
from domain.errors import Unreadable
from domain.wordings.model import Medium
from domain.wordings.rules import filled


class TooManyParts(Unreadable):
    """In a text that takes {parts}, and it may take {most}. {how}"""


@dataclass(frozen=True, slots=True)
class Preview:
    """``size`` is that of a text, and of nothing else."""

    text: str
    size: Size | None = None


def ours(template: Template, language: str) -> str:
    with speaking(Voice(language, voice().zone)):
        return _(template.ours)


def preview(template: Template, language: str, medium: Medium, words: str, studio: str) -> Preview:
    """With sample facts, but for the name of the studio, which is known."""
    with speaking(Voice(language, voice().zone, medium is Medium.SMS)):
        said = filled(words, {**_samples(template), "studio": studio})
        screen = template.frame(said)
        match medium:
            case Medium.SMS:
                text = as_text(with_words(screen))
                return Preview(text, size(text))
            case Medium.MAIL:
                mail = as_mail(screen)
                return Preview(lines(_("Subject: {subject}", subject=mail.subject), mail.text.strip()))
            case Medium.CHAT:
                return Preview(lines(screen.title, screen.text, _buttons(screen)))


def _samples(template: Template) -> dict[str, str]:
    return {name: each.sample() for name, each in template.variables.items()}


def _buttons(screen: Screen) -> str:
    return " ".join(f"[{each.label}]" for each in screen.all_choices())


def size_said(found: Size, text: str) -> str:
    """Such as “1 part, GSM-7”, or “2 parts, because of “ş””."""
    parts = ngettext("{n} part", "{n} parts", found.parts)
    odd = outsider(text)
    if odd and found.parts > 1:
        return _("{parts}, because of “{character}”", parts=parts, character=odd)
    return f"{parts}, {found.encoding}"


def check_size(template: Template, language: str, words: str, studio: str) -> None:
    """In a text it takes no more parts than our words do. Raises TooManyParts."""
    shown = preview(template, language, Medium.SMS, words, studio)
    least = preview(template, language, Medium.SMS, ours(template, language), studio)
    if shown.size is None or least.size is None or shown.size.parts <= least.size.parts:
        return
    parts, most = (ngettext("{n} part", "{n} parts", each.parts) for each in (shown.size, least.size))
    raise TooManyParts(parts=parts, most=most, how=_how(shown.text, shown.size, least.size.parts))


def _how(text: str, found: Size, most: int) -> str:
    """What would help."""
    if odd := outsider(text):
        return _("Leave out “{character}”, which makes every part shorter.", character=odd)
    over = found.units - (160 if most == 1 else 153 * most)
    return ngettext("Make it {n} character shorter.", "Make it {n} characters shorter.", over)
