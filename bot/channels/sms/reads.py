"""Twilio's texts as events, from a webhook's form or from its list. What is read is untrusted."""

import re
from collections.abc import Mapping

import phonenumbers
from babel.languages import get_official_languages

from bot.dialogue.heard import Event, Heard, Said, SentFile, clean
from domain.people.model import Channel

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_SID = re.compile(r"[A-Za-z0-9]{1,64}")


def read(form: Mapping[str, str], lane: str) -> Event | None:
    """What a webhook brings; None for what nobody could be answered: a short code, a shop's name."""
    return text(
        form.get("MessageSid", ""),
        form.get("From", ""),
        form.get("Body", ""),
        lane,
        media=form.get("NumMedia", "0") != "0",
        keyword=form.get("OptOutType", ""),
    )


def text(
    sid: str, sender: str, body: str, lane: str, *, media: bool = False, keyword: str = "", late: bool = False
) -> Event | None:
    """A text or, with ``media``, a picture and the words beside it; ``keyword`` is what Twilio answered
    to it itself: STOP, START or HELP; ``late``: it was sent too long ago to be acted on.
    """
    words = clean(body).strip()
    heard: Heard = SentFile("picture", words) if media else Said(words)
    if not _SID.fullmatch(sid) or not _NUMBER.fullmatch(sender) or not (words or media):
        return None
    return Event(
        Channel.SMS,
        sid,
        sender,
        heard,
        place=sender,
        lane=lane,
        name=_shown(sender),
        language=_language(sender),
        answer=({"keyword": keyword.upper()} if keyword else {}) | ({"late": "yes"} if late else {}),
    )


def _shown(number: str) -> str:
    """The number as people write it, until its owner says a name."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _language(number: str) -> str:
    """The language that most people speak where the number is from; "" where nobody can tell."""
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return ""
    return next(iter(get_official_languages(region, de_facto=True)), "") if region else ""
