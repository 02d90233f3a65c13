"""Twilio's Programmable Messaging: its REST API, signed webhooks, carriers' keywords; SMS only."""

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from sandbox import twilio_keywords, twilio_person
from sandbox.people import TWILIO_ACCOUNT_SID, TWILIO_FROM, TWILIO_MESSAGING_SERVICE_SID
from sandbox.twilio_api import Api, missing
from sandbox.twilio_carrier import Carrier, Machine
from sandbox.twilio_messages import JSON, Message, Messages
from sandbox.twilio_webhooks import Said, Unanswered, Webhooks
from sandbox.twilio_wire import API_VERSION, TwilioError, phone
from sandbox.world import World

LONGEST_BODY = 1600
_ACCOUNT = f"/twilio/{API_VERSION}/Accounts/{{account}}"
_NOT_HERE = ("MediaUrl", "ContentSid", "ContentVariables", "SendAt", "ScheduleType")


class Twilio:
    """The provider side; the person side is in `twilio_person`.

    `sms_url` is what the number calls when a text comes in, by default the bot's /twilio/sms; without a bot
    nothing is called, and the text stands in the list. `fallback_url` is asked when that fails.
    """

    def __init__(self, world: World, *, sms_url: str | None = None, fallback_url: str | None = None) -> None:
        self.world = world
        self.messages = Messages(world)
        self.opt_outs = twilio_keywords.OptOuts()
        world.keeps("opt_outs", self.opt_outs)
        self.webhooks = Webhooks(world)
        self.carrier = Carrier(self.messages, self.webhooks, self._arrived)
        self.machines: dict[str, Machine] = {}  # by phone
        self._sms_url = sms_url or (f"{world.bot_url.rstrip('/')}/twilio/sms" if world.bot_url else None)
        self._fallback_url = fallback_url

    def routes(self) -> list[BaseRoute]:
        def call(path: str, method: str, name: str, act: Callable[[Request, JSON], JSON]) -> Route:
            return Route(_ACCOUNT + path, Api(self.world, name, act), methods=[method])

        return [
            call(".json", "GET", "accounts.fetch", lambda *_: _account()),
            call("/Messages.json", "POST", "messages.create", lambda _, form: self.create(form).wire()),
            call("/Messages.json", "GET", "messages.list", lambda _, query: self.messages.page(query)),
            call("/Messages/{sid}.json", "GET", "messages.fetch", lambda request, _: self._fetch(request)),
            *twilio_person.routes(self),
        ]

    def create(self, form: JSON) -> Message:
        """Take a message on; TwilioError as Twilio refuses it."""
        for name in _NOT_HERE:
            if name in form:
                raise TwilioError(20001, f"The sandbox knows no {name}.")
        ours, theirs, body = self._sender(form), _recipient(form), form.get("Body", "")
        self.carrier.refuse(theirs)
        if "Body" not in form:
            raise TwilioError(21619, "A text message body or media urls must be specified.")
        if not body:
            raise TwilioError(21602, "Message body is required.")
        if len(body) > LONGEST_BODY:
            raise TwilioError(21617, "The concatenated message body exceeds the 1600 character limit.")
        if ours == theirs:
            raise TwilioError(21266, "'To' and 'From' number cannot be the same.")
        validity = form.get("ValidityPeriod", "0")
        if not validity.isdecimal():
            raise TwilioError(20001, "ValidityPeriod must be a number of seconds.")
        return self._send(
            "outbound-api",
            ours,
            theirs,
            body,
            service=form.get("MessagingServiceSid"),
            status_callback=_callback(form),
            validity_seconds=int(validity),
        )

    def text_in(self, theirs: str, text: str, *, lost: bool = False) -> Message:
        """A text to the number; what is `lost` on its way to the bot still stands in the list."""
        message = self.messages.add("inbound", TWILIO_FROM, theirs, text, said_by="user")
        keyword = twilio_keywords.heard(text)
        said = keyword and self.opt_outs.obey(keyword, TWILIO_FROM, theirs)
        if said:
            answered = self.messages.add("outbound-reply", TWILIO_FROM, theirs, said, said_by="carrier")
            answered.advance("delivered", self.messages.now())
        if not lost:
            self.bring(message)
        return message

    def _arrived(self, message: Message) -> None:
        machine = self.machines.get(message.theirs)
        if machine and machine.times > 0:
            machine.times -= 1
            self.text_in(message.theirs, machine.text)

    def bring(self, message: Message) -> None:
        """Bring an inbound text to the bot, in its own time, and send what its TwiML says."""
        if self._sms_url is not None:
            self.webhooks.start(self._bring(message, self._sms_url))

    async def _bring(self, message: Message, url: str) -> None:
        form = _inbound_form(message)
        try:
            said = await self._ask(url, form)
        except Unanswered as failed:
            self.webhooks.alert(failed.code, message.sid, url, str(failed))
            return
        for each in said:
            self._reply(message, each)

    async def _ask(self, url: str, form: dict[str, str]) -> list[Said]:
        try:
            return await self.webhooks.ask(url, form, "sms")
        except Unanswered as failed:
            if self._fallback_url is None:
                raise
            self.webhooks.alert(failed.code, form["MessageSid"], url, str(failed))
            why = {"ErrorCode": str(failed.code), "ErrorUrl": url}
            return await self.webhooks.ask(self._fallback_url, form | why, "sms")

    def _reply(self, asked: Message, said: Said) -> None:
        to = phone(said.to) if said.to else asked.theirs
        try:
            if to is None or not said.body or said.sender not in (None, asked.ours):
                raise TwilioError(12200, "<Message> needs a body, and numbers that can be used")
            self._send(
                "outbound-reply",
                asked.ours,
                to,
                said.body,
                method="twiml",
                status_callback=said.status_callback,
            )
        except TwilioError as problem:
            self.webhooks.alert(problem.code, asked.sid, self._sms_url or "", str(problem))

    def _send(
        self,
        direction: str,
        ours: str,
        theirs: str,
        body: str,
        *,
        method: str = "messages.create",
        service: str | None = None,
        status_callback: str | None = None,
        validity_seconds: int | None = None,
    ) -> Message:
        if self.opt_outs.blocks(ours, theirs):
            raise TwilioError(21610, "Attempt to send to unsubscribed recipient")
        message = self.messages.add(
            direction,
            ours,
            theirs,
            body,
            said_by="bot",
            service=service,
            status_callback=status_callback,
            validity_seconds=validity_seconds,
        )
        self.world.accept("twilio", method, to=theirs, text=body, raw=message.wire())
        self.carrier.carry(message)
        return message

    def _sender(self, form: JSON) -> str:
        service = form.get("MessagingServiceSid")
        if service is not None:
            if service != TWILIO_MESSAGING_SERVICE_SID:
                raise TwilioError(21701, f"The Messaging Service {service} does not exist.", 404)
            return TWILIO_FROM
        if not form.get("From"):
            raise TwilioError(21603, "A 'From' phone number is required.")
        if phone(form["From"]) != TWILIO_FROM:
            raise TwilioError(
                21606,
                f"The 'From' phone number {form['From']} is not a valid, SMS-capable inbound phone number "
                "or short code for your account.",
            )
        return TWILIO_FROM

    def _fetch(self, request: Request) -> JSON:
        message = self.messages.all.get(request.path_params["sid"])
        if message is None:
            raise missing(request)
        return message.wire()


def _recipient(form: JSON) -> str:
    if not form.get("To"):
        raise TwilioError(21604, "A 'To' phone number is required.")
    theirs = phone(form["To"])
    if theirs is None:
        raise TwilioError(21211, f"The 'To' number {form['To']} is not a valid phone number.")
    return theirs


def _callback(form: JSON) -> str | None:
    url = form.get("StatusCallback")
    if url and not (urlsplit(url).scheme in ("http", "https") and urlsplit(url).hostname):
        raise TwilioError(21609, f"The 'StatusCallback' URL {url} is not a valid URL.")
    return url or None


def _account() -> JSON:
    return {
        "sid": TWILIO_ACCOUNT_SID,
        "owner_account_sid": TWILIO_ACCOUNT_SID,
        "friendly_name": "The sandbox",
        "status": "active",
        "type": "Full",
        "uri": f"/{API_VERSION}/Accounts/{TWILIO_ACCOUNT_SID}.json",
    }


def _inbound_form(message: Message) -> dict[str, str]:
    form = {
        "AccountSid": TWILIO_ACCOUNT_SID,
        "ApiVersion": API_VERSION,
        "Body": message.body,
        "From": message.theirs,
        "To": message.ours,
        "MessageSid": message.sid,
        "SmsMessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsStatus": "received",
        "NumMedia": "0",
        "NumSegments": str(message.size.segments),
        **{f"{end}{place}": "" for end in ("From", "To") for place in ("City", "State", "Zip", "Country")},
    }
    keyword = twilio_keywords.heard(message.body)
    return form | ({"OptOutType": keyword.value} if keyword else {})
