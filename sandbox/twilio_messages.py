"""Messages as Twilio keeps them: one log for both directions, and the same as threads of a phone."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any, Self
from urllib.parse import urlencode

from sandbox.people import TWILIO_ACCOUNT_SID
from sandbox.twilio_segments import Size, measure
from sandbox.twilio_wire import API_VERSION, TwilioError, instant, rfc2822
from sandbox.world import World

JSON = dict[str, Any]

MOST_ON_A_PAGE = 1000
USUAL_PAGE = 50
FINAL = ("delivered", "undelivered", "failed")
_RANK = {"accepted": 0, "queued": 1, "sending": 2, "sent": 3, **dict.fromkeys(FINAL, 4), "received": 4}


@dataclass(slots=True)
class Message:
    """`said_by` is whom the person sees: "user", "bot", or "carrier" for the answer to a keyword."""

    sid: str
    ours: str
    theirs: str
    body: str
    direction: str
    status: str
    said_by: str
    at: str
    created: datetime
    service: str | None = None
    status_callback: str | None = None
    validity_seconds: int | None = None
    sent: datetime | None = None
    error_code: int | None = None
    size: Size = field(init=False)

    def __post_init__(self) -> None:
        self.size = measure(self.body)

    @classmethod
    def of(cls, kept: JSON) -> Self:
        """The message that `kept` gave."""
        times = {name: kept[name] and datetime.fromisoformat(kept[name]) for name in ("created", "sent")}
        return cls(**{**kept, **times})

    def kept(self) -> JSON:
        """As JSON; its size is measured again."""
        whole = asdict(self) | {
            "created": self.created.isoformat(),
            "sent": self.sent and self.sent.isoformat(),
        }
        del whole["size"]
        return whole

    @property
    def is_inbound(self) -> bool:
        return self.direction == "inbound"

    @property
    def sender(self) -> str | None:
        """None while a messaging service has not chosen a number."""
        return self.theirs if self.is_inbound else None if self.status == "accepted" else self.ours

    @property
    def recipient(self) -> str:
        return self.ours if self.is_inbound else self.theirs

    def advance(self, status: str, now: datetime, error_code: int | None = None) -> None:
        """Go on to `status`; never back, and never on from a final one."""
        if _RANK[status] <= _RANK[self.status]:
            return
        self.status, self.error_code = status, error_code
        if status != "failed":
            self.sent = self.sent or (now if _RANK[status] >= _RANK["sent"] else None)

    def wire(self) -> JSON:
        uri = f"/{API_VERSION}/Accounts/{TWILIO_ACCOUNT_SID}/Messages/{self.sid}"
        return {
            "account_sid": TWILIO_ACCOUNT_SID,
            "api_version": API_VERSION,
            "body": self.body,
            "date_created": rfc2822(self.created),
            "date_sent": rfc2822(self.sent),
            "date_updated": rfc2822(self.sent or self.created),
            "direction": self.direction,
            "error_code": self.error_code,
            "error_message": None,
            "from": self.sender,
            "messaging_service_sid": self.service,
            "num_media": "0",
            "num_segments": str(self.size.segments),
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.recipient,
            "uri": f"{uri}.json",
        }

    def view(self) -> JSON:
        """As the person side shows it."""
        return {
            "id": self.sid,
            "from": self.said_by,
            "text": self.body,
            "segments": self.size.segments,
            "units": self.size.units,
            "encoding": self.size.encoding,
            "status": self.status,
            "error_code": self.error_code,
            "number": self.ours,
            "at": self.at,
        }


class Messages:
    """Every message of the account, in the order in which they came to be."""

    def __init__(self, world: World) -> None:
        self.all: dict[str, Message] = {}
        self._world = world
        world.keeps("sms", self)

    def kept(self) -> list[JSON]:
        return [message.kept() for message in self.all.values()]

    def take_up(self, kept: list[JSON]) -> None:
        self.all = {each["sid"]: Message.of(each) for each in kept}

    def add(self, direction: str, ours: str, theirs: str, body: str, **more: Any) -> Message:
        inbound = direction == "inbound"
        now = self.now()
        message = Message(
            sid=f"SM{token_hex(16)}",
            ours=ours,
            theirs=theirs,
            body=body,
            direction=direction,
            status="received" if inbound else "accepted" if more.get("service") else "queued",
            at=self._world.clock.stamp(),
            created=now,
            sent=now if inbound else None,
            **more,
        )
        self.all[message.sid] = message
        self.changed(message)
        return message

    def now(self) -> datetime:
        """Wall time to the second, as the wire has it; the clock of the business is for `at`."""
        return (self._world.clock.now() - self._world.clock.offset).replace(microsecond=0)

    def changed(self, message: Message) -> None:
        self._world.changed(f"sms/{message.theirs}")

    def thread(self, theirs: str) -> list[Message]:
        return [message for message in self.all.values() if message.theirs == theirs]

    def page(self, query: dict[str, str]) -> JSON:
        """The newest first; `PageToken` names the last message of the page before."""
        size = min(max(_whole(query, "PageSize", USUAL_PAGE), 1), MOST_ON_A_PAGE)
        number = _whole(query, "Page", 0)
        found = [each for each in reversed(self.all.values()) if _matches(each, query)]
        start = _after(found, query["PageToken"]) if "PageToken" in query else number * size
        shown = found[start : start + size]
        following = {"Page": str(number + 1), "PageToken": f"PA{shown[-1].sid}"} if shown else {}
        return {
            "first_page_uri": _uri(query, {"Page": "0"}),
            "next_page_uri": _uri(query, following) if found[start + size :] else None,
            "previous_page_uri": _uri(query, {"Page": str(number - 1)}) if number else None,
            "page": number,
            "page_size": size,
            "start": start,
            "end": start + max(len(shown) - 1, 0),
            "uri": _uri(query, {}),
            "messages": [message.wire() for message in shown],
        }


def _after(found: Iterable[Message], token: str) -> int:
    """What arrived since the first page moves nothing."""
    for place, message in enumerate(found):
        if f"PA{message.sid}" == token:
            return place + 1
    raise TwilioError(20001, f"There is no page {token}.")


def _matches(message: Message, query: dict[str, str]) -> bool:
    ends = {"To": message.recipient, "From": message.sender}
    when = message.sent or message.created
    if any(name in query and query[name] != number for name, number in ends.items()):
        return False
    if "DateSent>" in query and when < instant(query["DateSent>"]):
        return False
    if "DateSent<" in query and when > instant(query["DateSent<"]):
        return False
    # On the day of it, in UTC: the libraries make midnight of a date.
    return "DateSent" not in query or when.date() == instant(query["DateSent"]).date()


def _whole(query: dict[str, str], name: str, usual: int) -> int:
    given = query.get(name, str(usual))
    if not given.isdecimal():
        raise TwilioError(20001, f"{name} must be a whole number.")
    return int(given)


def _uri(query: dict[str, str], more: dict[str, str]) -> str:
    asked = {name: value for name, value in query.items() if name not in ("Page", "PageToken")}
    return f"/{API_VERSION}/Accounts/{TWILIO_ACCOUNT_SID}/Messages.json?{urlencode(asked | more)}"
