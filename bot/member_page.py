"""Links of memberships: to the page at which one begins, or at which a month is made good."""

from collections.abc import Awaitable, Callable
from html import escape

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.dialogue.turn import Studio
from bot.dialogue.words import Voice, _, day, money, speaking
from bot.pay import HEADERS, SEE_OTHER, away, back_link, nowhere, plain_page
from domain.memberships.model import State
from domain.memberships.pages import Gate
from domain.payments.ports import NotReached

log = structlog.get_logger()

Open = Callable[[str], Awaitable[Gate | None]]


def member_links(open_gate: Open, studio: Studio) -> list[Route]:
    """``/member/<token>`` leads to the provider's page, and after it says how the membership stands."""

    async def member(request: Request) -> Response:
        try:
            gate = await open_gate(request.path_params["token"])
        except NotReached as problem:
            log.warning("page_not_reached", problem=str(problem))
            return away(studio)
        if gate is None:
            return nowhere(studio)
        if gate.url is not None:
            return RedirectResponse(gate.url, SEE_OTHER, HEADERS)
        with speaking(Voice(gate.language, studio.zone)):
            title, text = _stands(gate)
            return plain_page(title, text, back_link(studio))

    async def left(request: Request) -> Response:
        with speaking(Voice(studio.locale)):
            there = f"/member/{escape(request.path_params['token'])}"
            link = f'<a href="{there}">{escape(_("Join after all"))}</a>'
            text = _("The link in the chat stays good, in case you change your mind.")
            return plain_page(_("Nothing was paid"), text, link)

    return [Route("/member/{token}", member), Route("/member/{token}/left", left)]


def _stands(gate: Gate) -> tuple[str, str]:
    found, back = gate.membership, _("You can go back to the chat.")
    if gate.is_member:
        return _("You have {name} already", name=found.name), back
    match found.state:
        case State.OPEN:
            return _("Thank you"), _("Your payment is on its way. You are told in the chat once it is here.")
        case State.PAST_DUE:
            return _("Not paid yet"), _("The card is charged again in the next days. Change it in the chat.")
        case State.CANCELLED | State.EXPIRED:
            return _("{name} is over", name=found.name), back
    upcoming = found.next_charge
    if upcoming is None:
        return found.name, back
    said = _("Next: {amount} on {day}.", amount=money(found.price), day=day(upcoming))
    return _("Paid"), f"{found.name}. {said} {back}"
