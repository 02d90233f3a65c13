"""The checks of Twilio's wire fail where they should."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.twilio_carrier import status_form
from sandbox.twilio_messages import Messages
from sandbox.world import World
from tests.wire_twilio import (
    check_twilio_call,
    check_twilio_error,
    check_twilio_message,
    check_twilio_webhook,
    check_twiml,
)

JSON = dict[str, Any]

MESSAGE = Messages(World()).add("outbound-api", "+447700900900", "+447700900123", "Hi", said_by="bot")
SENT, TOLD = MESSAGE.wire(), status_form(MESSAGE, "delivered", None)
ERROR = {"code": 20404, "message": "Not found", "more_info": "https://example.test", "status": 404}


def test_what_passes_as_twilio_shapes_it() -> None:
    check_twilio_message(SENT)
    check_twilio_webhook("status", TOLD)
    check_twilio_error(ERROR)
    check_twiml("<Response><Message>Hi</Message></Response>")
    check_twilio_call("messages.create", {"To": "+447700900123", "From": "+447700900900", "Body": "Hi"})
    check_twilio_call("messages.list", {"DateSent>": "2030-11-25", "PageSize": "50", "Page": "1"})


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        (check_twilio_message, {**SENT, "colour": "red"}),
        (check_twilio_message, {name: value for name, value in SENT.items() if name != "uri"}),
        (check_twilio_message, {**SENT, "status": "seen"}),
        (check_twilio_message, {**SENT, "date_created": "2030-11-25T09:00:00Z"}),
        (check_twilio_error, {**ERROR, "code": "20404"}),
        (check_twiml, "<Response><Say>Hi</Say></Response>"),
        (lambda form: check_twilio_webhook("status", form), {**TOLD, "SmsStatus": "sent"}),
        (lambda form: check_twilio_webhook("status", form), {**TOLD, "Body": "Hi"}),
        (lambda form: check_twilio_webhook("sms", form), TOLD),
        (lambda call: check_twilio_call("messages.create", call), {"To": "+447700900123", "Text": "Hi"}),
    ],
)
def test_what_twilio_would_not_say(check: Callable[[Any], None], wrong: Any) -> None:
    with pytest.raises(AssertionError):
        check(wrong)
