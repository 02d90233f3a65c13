"""The person side of SMS: somebody with any phone, and what carriers and Twilio do on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.twilio_carrier import OUTCOMES, Machine, Ordered, Plan
from sandbox.twilio_messages import Message
from sandbox.twilio_wire import phone
from sandbox.web import Refusal, json_body, number, seconds, words

if TYPE_CHECKING:
    from sandbox.twilio import Twilio

JSON = dict[str, Any]

MANY = 1000  # answers of a machine: more than any test waits for
STATUSES = ("accepted", "queued", "sending", "sent", "delivered", "undelivered", "failed")


def routes(twilio: Twilio) -> list[BaseRoute]:
    side = _Phones(twilio)
    return [
        Route("/sandbox/sms", side.everybody, methods=["GET"]),
        Route("/sandbox/sms/{number}/messages", side.read, methods=["GET"]),
        Route("/sandbox/sms/{number}/messages", side.write, methods=["POST"]),
        Route("/sandbox/sms/{number}/machine", side.machine, methods=["POST"]),
        Route("/sandbox/twilio/redeliver", side.redeliver, methods=["POST"]),
        Route("/sandbox/twilio/statuses", side.statuses, methods=["POST"]),
        Route("/sandbox/twilio/refusals", side.refusals, methods=["POST"]),
        Route("/sandbox/twilio/alerts", side.alerts, methods=["GET"]),
    ]


class _Phones:
    def __init__(self, twilio: Twilio) -> None:
        self._twilio = twilio

    async def everybody(self, _: Request) -> Response:
        """The numbers that there is a thread with."""
        return JSONResponse([*{message.theirs: None for message in self._twilio.messages.all.values()}])

    async def read(self, request: Request) -> Response:
        return JSONResponse([message.view() for message in self._twilio.messages.thread(_who(request))])

    async def write(self, request: Request) -> Response:
        """`{"text"}`; the carrier answers its keywords, and the bot hears of it unless it is `lost`."""
        asked = await json_body(request)
        text = words(asked.get("text"), "text")
        message = self._twilio.text_in(_who(request), text, lost=bool(asked.get("lost")))
        return JSONResponse({"id": message.sid})

    async def machine(self, request: Request) -> Response:
        """`{"text", "times"}`: from now on the phone answers whatever it gets; `times` 0 ends it."""
        asked = await json_body(request)
        text, times = words(asked.get("text"), "text"), number(asked.get("times", MANY), "times")
        self._twilio.machines[_who(request)] = Machine(text, times)
        return JSONResponse({"id": _who(request)})

    async def redeliver(self, request: Request) -> Response:
        """`{"message_sid", "times"}`: an inbound text comes to the bot again."""
        asked = await json_body(request)
        message = self._message(asked, inbound=True)
        for _ in range(number(asked.get("times", 1), "times")):
            self._twilio.bring(message)
        return JSONResponse({"id": message.sid})

    async def statuses(self, request: Request) -> Response:
        """`message_sid` and `status`: a callback now. Else a Plan for the next messages, or `clear`."""
        asked = await json_body(request)
        carrier = self._twilio.carrier
        if asked.get("clear"):
            carrier.plans.clear()
            return JSONResponse({"id": 0})
        if "message_sid" in asked:
            message = self._message(asked, inbound=False)
            times = number(asked.get("times", 1), "times")
            carrier.tell(message, _status(asked.get("status")), _error(asked), times)
            return JSONResponse({"id": message.sid})
        plan = _plan(asked)
        carrier.plans.append(plan)
        return JSONResponse({"id": len(carrier.plans)})

    async def refusals(self, request: Request) -> Response:
        """`{"error_code", "http_status", "to", "times"}`: the next messages are refused so, or `clear`."""
        asked = await json_body(request)
        refusals = self._twilio.carrier.refusals
        if asked.get("clear"):
            refusals.clear()
            return JSONResponse({"id": 0})
        to = _number(words(asked["to"], "to")) if "to" in asked else None
        code, status = (
            number(asked.get("error_code"), "error_code"),
            number(asked.get("http_status", 400), "http_status"),
        )
        refusals.append(Ordered(code, status, to, number(asked.get("times", 1), "times")))
        return JSONResponse({"id": len(refusals)})

    async def alerts(self, _: Request) -> Response:
        return JSONResponse(self._twilio.webhooks.alerts)

    def _message(self, asked: JSON, *, inbound: bool) -> Message:
        sid = words(asked.get("message_sid"), "message_sid")
        message = self._twilio.messages.all.get(sid)
        if message is None or message.is_inbound != inbound:
            there_are = [
                each.sid for each in self._twilio.messages.all.values() if each.is_inbound == inbound
            ]
            raise Refusal(404, f"There is no such message {sid}.", message_sids=there_are)
        return message


def _who(request: Request) -> str:
    return _number(request.path_params["number"])


def _number(given: str) -> str:
    read = phone(given if given.startswith("+") else f"+{given}")
    if read is None:
        raise Refusal(400, f"{given} is no phone number such as +447700900123.")
    return read


def _plan(asked: JSON) -> Plan:
    outcome = str(asked.get("outcome", "delivered"))
    if outcome not in OUTCOMES:
        raise Refusal(400, f"There is no outcome {outcome!r}; there are {', '.join(OUTCOMES)}.")
    order = asked.get("order")
    if order is not None and not isinstance(order, list):
        raise Refusal(400, f"order must be a list of {', '.join(STATUSES)}.")
    return Plan(
        to=_number(words(asked["to"], "to")) if "to" in asked else None,
        outcome=outcome,
        error_code=_error(asked),
        order=None if order is None else tuple(map(_status, order)),
        repeat=number(asked.get("repeat", 1), "repeat"),
        delay_seconds=seconds(asked.get("delay_seconds", 0), "delay_seconds"),
        times=number(asked.get("times", 1), "times"),
    )


def _status(given: Any) -> str:
    if given not in STATUSES:
        raise Refusal(400, f"There is no status {given!r}; there are {', '.join(STATUSES)}.")
    return str(given)


def _error(asked: JSON) -> int | None:
    given = asked.get("error_code")
    return None if given is None else number(given, "error_code")
