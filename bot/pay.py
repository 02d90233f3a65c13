"""Links to pay by, and the webhook that tells what was paid."""

from collections.abc import Awaitable, Callable
from html import escape

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.dialogue.turn import Studio
from bot.dialogue.words import Voice, _, money, speaking, voice
from bot.packages import what
from bot.web_body import TooLarge, raw_body
from domain.money import Money
from domain.payments.model import PageState, Standing
from domain.payments.pages import Door
from domain.payments.ports import NotReached, Told

SEE_OTHER = 303
# Whoever has the link can pay with it: it is nobody else's to keep.
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
_PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:28rem;margin:15vh auto;padding:0 1.5rem}}
a{{color:inherit}}@media(prefers-color-scheme:dark){{body{{background:#111;color:#eee}}}}</style>
<h1>{title}</h1><p>{text}</p>{link}</html>"""

log = structlog.get_logger()

Open = Callable[[str], Awaitable[Door | None]]
Verify = Callable[[bytes, str], Told | None]
Hear = Callable[[Told], Awaitable[object]]


def stripe_webhook(verify: Verify, hear: Hear) -> Route:
    """Stripe's events, verified on the raw body. What is not applied, Stripe brings again."""

    async def events(request: Request) -> Response:
        try:
            told = verify(await raw_body(request), request.headers.get("stripe-signature", ""))
        except TooLarge:
            return PlainTextResponse("too large", 413)
        except ValueError:
            return PlainTextResponse("not an event", 400)
        if told is None:
            return PlainTextResponse("bad signature", 401)
        try:
            await hear(told)
        except Exception:
            log.exception("not_received", told=told.event_id, kind=told.kind)
            return PlainTextResponse("try again", 503, {"Retry-After": "1"})
        return Response(status_code=200)

    return Route("/stripe/webhook", events, methods=["POST"])


def pay_links(open_door: Open, studio: Studio) -> list[Route]:
    """``/pay/<token>`` leads to the provider's page, and after it says how the payment stands."""

    async def pay(request: Request) -> Response:
        try:
            door = await open_door(request.path_params["token"])
        except NotReached as problem:
            log.warning("page_not_reached", problem=str(problem))
            return away(studio)
        if door is None:
            return nowhere(studio)
        if door.url is not None:
            return RedirectResponse(door.url, SEE_OTHER, HEADERS)
        with speaking(Voice(door.language)):
            return _stands(door, studio)

    async def left(request: Request) -> Response:
        with speaking(Voice(studio.locale)):
            link = f'<a href="/pay/{escape(request.path_params["token"])}">{escape(_("Pay after all"))}</a>'
            text = _("The link in the chat stays good, in case you change your mind.")
            return plain_page(_("Nothing was paid"), text, link)

    return [Route("/pay/{token}", pay), Route("/pay/{token}/left", left)]


def receipt_links(read: Callable[[str], Awaitable[bytes | None]], studio: Studio) -> Route:
    """``/pay/<token>/receipt``: the receipt as PDF, and the credit notes after it."""

    async def receipt(request: Request) -> Response:
        paper = await read(request.path_params["token"])
        if paper is not None:
            named = {"Content-Disposition": 'inline; filename="receipt.pdf"'}
            return Response(paper, media_type="application/pdf", headers=HEADERS | named)
        with speaking(Voice(studio.locale)):
            text = _("It has its number within a minute or two of the payment. Open the link again then.")
            return plain_page(_("No receipt yet"), text, "", 404)

    return Route("/pay/{token}/receipt", receipt)


def _stands(door: Door, studio: Studio) -> Response:
    payment = door.payment
    if payment.status in (Standing.UNDONE, Standing.DROPPED):
        return nowhere(studio)
    if door.is_charged:
        amount = money(payment.price)
        text = _("{amount} goes to your card, as agreed. You are told in the chat.", amount=amount)
        return plain_page(_("Nothing to do"), text, back_link(studio))
    if door.page is not None and door.page.state is PageState.PROCESSING:
        text = _("Your bank is sending the money. You are told in the chat as soon as it is here.")
        return plain_page(_("Thank you"), text, back_link(studio))
    text = _(
        "{amount} for {name}. You can go back to the chat.", amount=money(payment.price), name=what(payment)
    )
    more = (_twice(amount, is_back=is_back) for amount, is_back in door.surplus)
    return plain_page(_("Paid"), " ".join([text, *more]), back_link(studio))


def _twice(amount: Money, *, is_back: bool) -> str:
    if is_back:
        return _("It was paid twice: {amount} goes back to your card.", amount=money(amount))
    return _("It was paid twice: {amount} came once more, and the studio knows.", amount=money(amount))


def nowhere(studio: Studio) -> Response:
    with speaking(Voice(studio.locale)):
        text = _("Ask for a new link in the chat.")
        return plain_page(_("This link leads nowhere"), text, back_link(studio), 404)


def away(studio: Studio) -> Response:
    with speaking(Voice(studio.locale)):
        text = _("The page to pay at does not answer. Nothing was paid. Open the link again in a minute.")
        return plain_page(_("Not just now"), text, "", 503)


def back_link(studio: Studio) -> str:
    return (
        f'<a href="{escape(studio.bot_link)}">{escape(_("Back to the chat"))}</a>' if studio.bot_link else ""
    )


def plain_page(title: str, text: str, link: str, status: int = 200) -> Response:
    page = _PAGE.format(language=voice().language, title=escape(title), text=escape(text), link=link)
    return HTMLResponse(page, status, HEADERS)
