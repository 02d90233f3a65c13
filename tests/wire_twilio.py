"""What passes between a bot and Twilio, checked key by key against Twilio's own library.

Calls are held against the signatures of its client, messages against what its model reads. Webhooks have no
models there, so their keys are listed here.
"""

import inspect
import re
from collections.abc import Iterable
from functools import cache
from typing import Any
from xml.etree import ElementTree

from twilio.base.version import Version
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance, MessageList

JSON = dict[str, Any]

_CALLS = {
    "messages.create": MessageList.create_async,
    "messages.list": MessageList.page_async,
}
_RENAMED = {"From": "from_", "Page": "page_number"}
_ENDS = {f"{end}{place}" for end in ("From", "To") for place in ("City", "State", "Zip", "Country")}
_BOTH = {"AccountSid", "ApiVersion", "From", "To", "MessageSid", "SmsSid", "SmsStatus"}
_WEBHOOKS = {
    # Kind: the keys that are always there, and those that may be.
    "sms": (
        {*_BOTH, "Body", "SmsMessageSid", "NumMedia", "NumSegments"},
        {*_ENDS, "OptOutType", "MessagingServiceSid", "ErrorCode", "ErrorUrl"},
    ),
    "status": ({*_BOTH, "MessageStatus"}, {"MessagingServiceSid", "ErrorCode"}),
}
_STATUSES = {value for name, value in vars(MessageInstance.Status).items() if name.isupper()}
_DIRECTIONS = {value for name, value in vars(MessageInstance.Direction).items() if name.isupper()}


def check_twilio_call(method: str, params: JSON) -> None:
    """Fail unless the REST API has this method with these parameters."""
    known = set(inspect.signature(_CALLS[method]).parameters)
    given = {_snake(name) for name in params}
    assert given <= known, f"{method} takes no {sorted(given - known)}"


def check_twilio_message(payload: JSON) -> None:
    """Fail unless this is a message as the library reads it: no key unknown or missing, none unreadable."""
    read = _Read(payload)
    message = MessageInstance(_version(), read, payload["account_sid"])
    assert read.keys_read == set(payload), f"{read.keys_read ^ set(payload)} is unknown or missing"
    assert re.fullmatch("SM[0-9a-f]{32}", message.sid or "")
    assert message.status in _STATUSES
    assert message.direction in _DIRECTIONS
    assert message.date_created is not None
    assert payload["num_segments"].isdecimal()


def check_twilio_error(body: JSON) -> None:
    """Fail unless this is how Twilio refuses."""
    assert set(body) == {"code", "message", "more_info", "status"}, body
    assert isinstance(body["code"], int)
    assert 400 <= body["status"] < 600


def check_twilio_webhook(kind: str, form: JSON) -> None:
    """Fail unless this is what Twilio posts: kinds are "sms" for a text, "status" for a callback."""
    needed, possible = _WEBHOOKS[kind]
    assert needed <= set(form) <= needed | possible, f"{kind}: {set(form) ^ needed}"
    assert all(isinstance(value, str) for value in form.values())
    if kind == "status":
        assert form["MessageStatus"] == form["SmsStatus"]
        assert form["MessageStatus"] in _STATUSES


def check_twiml(body: str) -> None:
    """Fail unless Twilio can act on this answer to a text; no body at all is an answer too."""
    if not body.strip():
        return
    root = ElementTree.fromstring(body)
    assert root.tag == "Response", root.tag
    assert {verb.tag for verb in root} <= {"Message"}


def check_twilio_wire(entries: Iterable[JSON], *, twiml: bool = True) -> int:
    """Check everything that `GET /sandbox/wire` tells of Twilio; how many entries there were.

    Calls that Twilio refuses and answers that the bot fails with are not checked themselves. What it says to
    a text is, unless `twiml` is False because a test sends nonsense.
    """
    checked = 0
    asked: dict[str, JSON] = {}
    for entry in entries:
        if entry["provider"] != "twilio":
            continue
        checked += 1
        method, payload = entry["method"], entry["payload"]
        if method in _WEBHOOKS:
            if entry["direction"] == "to_bot":
                check_twilio_webhook(method, payload)
            elif twiml and method == "sms" and payload["status"] < 300:
                check_twiml(payload["body"])
        elif entry["direction"] == "from_bot":
            asked[method] = payload
        elif "code" in payload:
            check_twilio_error(payload)
        else:
            _check_answer(method, asked[method], payload)
    return checked


def _check_answer(method: str, params: JSON, payload: JSON) -> None:
    if method in _CALLS:
        check_twilio_call(method, params)
    for message in payload.get("messages", [payload] if method != "accounts.fetch" else []):
        check_twilio_message(message)


class _Read(dict[str, Any]):
    """A payload that knows which of its keys the library has asked for."""

    def __init__(self, payload: JSON) -> None:
        super().__init__(payload)
        self.keys_read: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.keys_read.add(key)
        return super().get(key, default)


@cache
def _version() -> Version:
    """What an instance hangs on; nothing is called."""
    return Client("AC", "none", http_client=TwilioHttpClient(pool_connections=False)).api.v2010


def _snake(name: str) -> str:
    """`MessagingServiceSid`, `DateSent>` and `From` as the library's arguments are called."""
    if name in _RENAMED:
        return _RENAMED[name]
    suffix = {"<": "_before", ">": "_after"}.get(name[-1], "")
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name.rstrip("<>")).lower() + suffix
