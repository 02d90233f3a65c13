"""Links of a mail: the one that proves an address, and the one that ends the mail. Opening a page changes
nothing, since programs open links before people do; its button does.
"""

from html import escape
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.dialogue.turn import Studio
from bot.dialogue.words import Voice, _, speaking
from bot.pay import back_link, nowhere, plain_page
from bot.web_body import TooLarge, raw_body

_FORM = '<form method="post"><button style="font:inherit;padding:.5em 1em">{label}</button></form>'


class Links(Protocol):
    """What becomes of a token; each answers whether it is one of ours, and still good."""

    async def may_prove(self, token: str) -> bool: ...

    async def prove(self, token: str) -> bool: ...

    async def may_leave(self, token: str) -> bool: ...

    async def leave(self, token: str, shown: str, said: str) -> bool: ...


def mail_links(links: Links, studio: Studio) -> list[Route]:
    """``/mail/yes/<token>`` proves an address, ``/mail/off/<token>`` ends the mail: with its button, or
    with one click in a mail program (RFC 8058).
    """

    async def yes(request: Request) -> Response:
        token = request.path_params["token"]
        with speaking(Voice(studio.locale)):
            if request.method == "POST" and await links.prove(token):
                return plain_page(_("Thank you"), _("You are reached here now."), back_link(studio))
            if not await links.may_prove(token):
                return nowhere(studio)
            text = _("Press the button if you want mail from {studio} here.", studio=studio.name)
            return plain_page(_("Is this your address?"), text, _button(_("This is my address")))

    async def off(request: Request) -> Response:
        token = request.path_params["token"]
        with speaking(Voice(studio.locale)):
            text = _("{studio} mails you nothing more. The chat goes on as it is.", studio=studio.name)
            if request.method == "POST":
                gone = await links.leave(token, text, await _pressed(request))
                return plain_page(_("No more mail"), text, back_link(studio)) if gone else nowhere(studio)
            if not await links.may_leave(token):
                return nowhere(studio)
            return plain_page(_("No more mail?"), text, _button(_("No more mail")))

    both = ["GET", "POST"]
    return [
        Route("/mail/yes/{token}", yes, methods=both),
        Route("/mail/off/{token}", off, methods=both),
    ]


async def _pressed(request: Request) -> str:
    """A mail program says so; a person pressed the button."""
    try:
        sent = await raw_body(request)
    except TooLarge:
        sent = b""
    return "List-Unsubscribe=One-Click" if b"One-Click" in sent else _("No more mail")


def _button(label: str) -> str:
    return _FORM.format(label=escape(label))
