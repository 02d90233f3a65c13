"""Mailing it: one connection for each message, and how far it came before it broke."""

import asyncio
import hashlib
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP
from aiosmtplib.errors import SMTPException, SMTPResponseException

from bot.channels.mail.draws import PICTURE, draw
from bot.channels.mail.errors import meaning, ours
from bot.channels.mail.limits import domain_of
from bot.channels.mail.wire import WIRE
from bot.dialogue.channel import FIRST, NoPictures, NotSent, Pictures, Sent, Try
from bot.dialogue.heard import Event
from bot.dialogue.screen import Screen
from domain.clock import WallClock
from domain.mailboxes.model import LANE
from domain.pictures.model import MIME, NAME

TIMEOUT = 6.0  # seconds for all of it; a lane cuts off after seven
A_FAREWELL = 1.0  # seconds, for QUIT: the message is there already
PLACE = "mail"  # a message stands nowhere that we could change


class Mail:
    """A server that takes mail from us. Implements ``bot.dialogue.channel.Chat``.

    ``url`` is smtp://user:password@host:587, or smtps:// where TLS comes before the first word. A password
    never travels without TLS.
    """

    lane = LANE
    recalls = False

    def __init__(self, url: str, sender: str, pictures: Pictures | None = None) -> None:
        self._url, self._sender = urlsplit(url), sender
        self._pictures = pictures or NoPictures()

    async def answer(self, event: Event, screen: Screen, attempt: Try = FIRST) -> Sent | None:
        """Nothing is heard here, so there is nothing to answer."""
        return None

    async def tell(
        self, place: str, screen: Screen, card: str | None = None, attempt: Try = FIRST
    ) -> Sent | None:
        """What would only redraw a card is left unsaid, as a mail can't be changed."""
        if card is not None and not screen.fresh:
            return Sent(PLACE, card)
        known_by = hashlib.sha256(attempt.key.encode()).hexdigest()[:32]
        picture = await self._pictures.content(screen.picture.digest) if screen.picture else None
        shown = screen if picture else replace(screen, picture=None)
        await self._hand_over(place, self._written(place, shown, known_by, picture))
        return Sent(PLACE, known_by)

    async def retire(self, place: str, message_id: str) -> None:
        """A mail has no buttons to take off."""

    def _written(self, place: str, screen: Screen, known_by: str, picture: bytes | None) -> bytes:
        """The same message has the same id however often it is tried, so that a mail program shows one. A
        picture is part of it, so nobody is asked for it, nor learns when it was read.
        """
        drawn, message = draw(screen), EmailMessage(policy=WIRE)
        message["From"], message["To"] = self._sender, place
        message["Subject"] = drawn.subject
        message["Date"] = WallClock().now()
        message["Message-ID"] = f"<{known_by}@{domain_of(self._sender)}>"
        message["Auto-Submitted"] = "auto-generated"
        if screen.leave:
            message["List-Unsubscribe"] = f"<{screen.leave.url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(drawn.text)
        message.add_alternative(drawn.html, subtype="html")
        if picture and (page := message.get_body(("html",))):
            kind, _slash, subtype = MIME.partition("/")
            page.add_related(picture, kind, subtype, cid=f"<{PICTURE}>", disposition="inline", filename=NAME)
        if file := screen.file:
            kind, _slash, subtype = file.mime.partition("/")
            message.add_attachment(file.data, maintype=kind, subtype=subtype, filename=file.name)
        return message.as_bytes()

    async def _hand_over(self, place: str, content: bytes) -> None:
        """Raises NotSent: certain until the content is on its way, and in doubt from then on."""
        handing = False
        smtp = self._client()
        try:
            async with asyncio.timeout(TIMEOUT):
                await _begun(smtp, parseaddr(self._sender)[1])
                await smtp.rcpt(place)
                handing = True
                await smtp.data(content)
        except SMTPResponseException as refused:
            raise meaning(refused.code, refused.message, handing=handing) from None
        except (TimeoutError, OSError, SMTPException) as broken:
            raise NotSent(type(broken).__name__, certain=not handing) from None
        finally:
            await _left(smtp)

    def _client(self) -> SMTP:
        user, password = self._url.username, self._url.password
        return SMTP(
            hostname=self._url.hostname,
            port=self._url.port,
            username=unquote(user) if user else None,
            password=unquote(password) if password else None,
            use_tls=self._url.scheme == "smtps",
            start_tls=True if user and self._url.scheme == "smtp" else None,
            timeout=TIMEOUT,
        )


async def _begun(smtp: SMTP, sender: str) -> None:
    """Connected, logged in, and the sender taken. Raises NotSent where the server takes nothing from us."""
    try:
        await smtp.connect()
        await smtp.mail(sender)
    except SMTPResponseException as refused:
        raise ours(refused.code) from None


async def _left(smtp: SMTP) -> None:
    with suppress(TimeoutError, OSError, SMTPException):
        async with asyncio.timeout(A_FAREWELL):
            await smtp.quit()
    smtp.close()
