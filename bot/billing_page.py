"""Links to where cards are kept: the provider's own page, made when the link is opened."""

from collections.abc import Awaitable, Callable

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.dialogue.turn import Studio
from bot.dialogue.words import Voice, _, speaking
from bot.pay import HEADERS, SEE_OTHER, away, back_link, nowhere, plain_page
from domain.payments.ports import NotReached

log = structlog.get_logger()

Portal = Callable[[str], Awaitable[str | None]]
Back = Callable[[str], Awaitable[bool]]


def billing_links(portal: Portal, came_back: Back, studio: Studio) -> list[Route]:
    """``/billing/<token>`` leads to the provider's page, which leads back to ``/billing/<token>/back``."""

    async def billing(request: Request) -> Response:
        try:
            there = await portal(request.path_params["token"])
        except NotReached as problem:
            log.warning("portal_not_reached", problem=str(problem))
            return away(studio)
        return RedirectResponse(there, SEE_OTHER, HEADERS) if there else nowhere(studio)

    async def back(request: Request) -> Response:
        try:
            known = await came_back(request.path_params["token"])
        except NotReached as problem:  # the news of it come by themselves
            log.info("cards_not_looked_at", problem=str(problem))
            known = True
        if not known:
            return nowhere(studio)
        with speaking(Voice(studio.locale)):
            text = _("You can go back to the chat.")
            return plain_page(_("Your cards are up to date"), text, back_link(studio))

    return [Route("/billing/{token}", billing), Route("/billing/{token}/back", back)]
