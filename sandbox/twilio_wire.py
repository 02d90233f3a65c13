"""Twilio's wire: errors in its JSON, E.164 numbers, times of RFC 2822, signatures over a URL and a form."""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from starlette.responses import Response

JSON = dict[str, Any]

API_VERSION = "2010-04-01"
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_PUNCTUATION = re.compile(r"[\s().-]")


class TwilioError(Exception):
    """A call that Twilio refuses: its number, its words, the HTTP status."""

    def __init__(self, code: int, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        more_info = f"https://www.twilio.com/docs/errors/{code}"
        self.body: JSON = {"code": code, "message": message, "more_info": more_info, "status": status}


def answer(payload: JSON, status: int = 200) -> Response:
    return Response(json.dumps(payload), status, media_type="application/json")


def refusal(problem: TwilioError) -> Response:
    return answer(problem.body, problem.status)


def phone(given: str) -> str | None:
    """The number in E.164, spaces, dots, dashes and brackets left out; None where it is none.

    Stricter than Twilio, which guesses the country of a number without a plus.
    """
    bare = _PUNCTUATION.sub("", given)
    return bare if _E164.fullmatch(bare) else None


def rfc2822(instant: datetime | None) -> str | None:
    return format_datetime(instant) if instant else None


def credentials(header: str) -> tuple[str, str] | None:
    """User and password of an Authorization header."""
    scheme, _, encoded = header.partition(" ")
    try:
        user, colon, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (user, password) if scheme.lower() == "basic" and colon else None


def sign(url: str, form: Mapping[str, str], token: str) -> str:
    """X-Twilio-Signature: the whole URL, then names and values sorted by name, nothing between them."""
    signed = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def instant(given: str) -> datetime:
    """A date (its midnight in UTC) or an instant of ISO 8601; TwilioError where it is neither."""
    try:
        read = datetime.fromisoformat(given)
    except ValueError:
        raise TwilioError(20001, f"The date {given} is not valid.") from None
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
