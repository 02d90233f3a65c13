"""A message's way to the phone, and the callbacks that tell of it: late, lost, twice, in any order."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.people import TWILIO_ACCOUNT_SID
from sandbox.twilio_messages import Message, Messages
from sandbox.twilio_webhooks import Webhooks
from sandbox.twilio_wire import API_VERSION, TwilioError

JSON = dict[str, Any]

OUTCOMES = {
    "delivered": ("queued", "sent", "delivered"),
    "undelivered": ("queued", "sent", "undelivered"),
    "failed": ("queued", "failed"),
}
USUAL_ERRORS = {"undelivered": 30003, "failed": 30008}  # An unreachable handset; unknown.
VALIDITY_EXPIRED = 30036


@dataclass(slots=True)
class Plan:
    """How the next `times` messages fare, to one phone or to any.

    `order` are the callbacks to make, by default all and in order; what it leaves out is lost. Each comes
    `repeat` times, and each step waits `delay_seconds` first.
    """

    to: str | None = None
    outcome: str = "delivered"
    error_code: int | None = None
    order: tuple[str, ...] | None = None
    repeat: int = 1
    delay_seconds: float = 0.0
    times: int = 1

    @property
    def path(self) -> tuple[str, ...]:
        return OUTCOMES[self.outcome]


@dataclass(slots=True)
class Ordered:
    """The next `times` messages, to one phone or to any, are refused with this number and HTTP status."""

    code: int
    status: int = 400
    to: str | None = None
    times: int = 1


@dataclass(slots=True)
class Machine:
    """A phone that answers whatever it gets with the same words, so many times."""

    text: str
    times: int


class Carrier:
    """``arrived`` is called with each message that a phone got."""

    def __init__(self, messages: Messages, webhooks: Webhooks, arrived: Callable[[Message], None]) -> None:
        self.plans: list[Plan] = []
        self.refusals: list[Ordered] = []
        self._arrived = arrived
        self._messages = messages
        self._webhooks = webhooks

    def refuse(self, phone: str) -> None:
        """TwilioError where the next message there was to be refused."""
        for refusal in self.refusals:
            if refusal.to in (None, phone):
                refusal.times -= 1
                if refusal.times <= 0:
                    self.refusals.remove(refusal)
                raise TwilioError(refusal.code, "As was ordered.", refusal.status)

    def carry(self, message: Message) -> None:
        """Take a message on; it is delivered in its own time."""
        self._webhooks.start(self._deliver(message, self._planned(message.theirs)))

    def tell(self, message: Message, status: str, error_code: int | None, times: int) -> None:
        """Make a callback now, whatever was told before."""
        self._advance(message, status, error_code)
        self._webhooks.start(self._call_back(message, status, error_code, times))

    def _planned(self, phone: str) -> Plan:
        for plan in self.plans:
            if plan.to in (None, phone):
                plan.times -= 1
                if plan.times <= 0:
                    self.plans.remove(plan)
                return plan
        return Plan()

    async def _deliver(self, message: Message, plan: Plan) -> None:
        if message.validity_seconds and plan.delay_seconds > message.validity_seconds:
            plan = Plan(outcome="failed", error_code=VALIDITY_EXPIRED, delay_seconds=message.validity_seconds)
        error = plan.error_code or USUAL_ERRORS.get(plan.outcome)
        for status in plan.path if plan.order is None else plan.order:
            await asyncio.sleep(plan.delay_seconds)
            code = error if status == plan.outcome else None
            self._advance(message, status, code)
            await self._call_back(message, status, code, plan.repeat)
        self._advance(message, plan.outcome, error)
        if message.status == "delivered":
            self._arrived(message)

    def _advance(self, message: Message, status: str, error_code: int | None) -> None:
        message.advance(status, self._messages.now(), error_code)
        self._messages.changed(message)

    async def _call_back(self, message: Message, status: str, error_code: int | None, times: int) -> None:
        if message.status_callback is None:
            return
        form = status_form(message, status, error_code)
        for _ in range(times):
            await self._webhooks.tell(message.status_callback, form, "status")


def status_form(message: Message, status: str, error_code: int | None) -> dict[str, str]:
    """What a status callback carries; it has no time of its own."""
    form = {
        "AccountSid": TWILIO_ACCOUNT_SID,
        "ApiVersion": API_VERSION,
        "From": message.ours,
        "To": message.theirs,
        "MessageSid": message.sid,
        "MessageStatus": status,
        "SmsSid": message.sid,
        "SmsStatus": status,
    }
    if message.service:
        form["MessagingServiceSid"] = message.service
    return form | ({"ErrorCode": str(error_code)} if error_code else {})
