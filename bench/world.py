"""The sandbox in a process of its own, with a crowd in it that acts as one.

A crowd's updates enter the queue in one go and are polled over HTTP like any others. The time until the last
answer was accepted is taken here, so that nothing but the bot is waited for.
"""

import asyncio
import sys
from time import perf_counter
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.app import create
from sandbox.server import running
from sandbox.telegram import Telegram
from sandbox.world import World

FIRST = 100_000  # the Telegram id of the first of the crowd
PATIENCE = 60.0  # seconds for one wave of answers


class Watched(World):
    """Knows when the bot first polled, and when enough of its answers were accepted."""

    def __init__(self) -> None:
        super().__init__()
        self.polled = asyncio.Event()
        self._left = 0
        self._done: asyncio.Future[float] | None = None
        self.accepted_first: float | None = None

    def passed(self, provider: str, direction: str, method: str, payload: Any) -> None:
        super().passed(provider, direction, method, payload)
        if method == "getUpdates":
            self.polled.set()

    def accept(self, provider: str, method: str, **what: Any) -> None:
        super().accept(provider, method, **what)
        self._left -= 1
        self.accepted_first = self.accepted_first or perf_counter()
        if self._left == 0 and self._done:
            self._done.set_result(perf_counter())

    def expect(self, answers: int) -> asyncio.Future[float]:
        self._left, self._done = answers, asyncio.get_running_loop().create_future()
        return self._done


class Crowd:
    """People ``FIRST + n``, each of whom opens the link of trainer n and then presses the first button."""

    def __init__(self, world: Watched, telegram: Telegram) -> None:
        self._world = world
        self._telegram = telegram

    async def wave(self, request: Request) -> Response:
        """Everybody from ``first`` on acts at once; answers the seconds until all were answered."""
        asked = await request.json()
        users = range(FIRST + asked["first"], FIRST + asked["first"] + asked["people"])
        act, calls = (self._open, 1) if asked["step"] == "open" else (self._press, 2)
        done = self._world.expect(len(users) * calls)
        began = perf_counter()
        for user in users:
            act(user)
        ended = await asyncio.wait_for(done, PATIENCE)
        return JSONResponse({"seconds": ended - began})

    async def gather(self, request: Request) -> Response:
        """So many people have once written, and wait for a message each."""
        people = (await request.json())["people"]
        for user in range(FIRST, FIRST + people):
            self._telegram.chats.person(user).wrote = True
        self._told = self._world.expect(people)
        return JSONResponse({})

    async def sent(self, _: Request) -> Response:
        """Once all have theirs: the seconds from the first to the last."""
        ended = await asyncio.wait_for(self._told, PATIENCE)
        assert self._world.accepted_first
        return JSONResponse({"seconds": ended - self._world.accepted_first})

    async def ready(self, _: Request) -> Response:
        """Answers once the bot has asked for updates."""
        await asyncio.wait_for(self._world.polled.wait(), PATIENCE)
        return JSONResponse({})

    async def shown(self, request: Request) -> Response:
        """The text of the newest message of each who is named by number."""
        chat = self._telegram.chats.all[FIRST + int(request.path_params["number"])]
        return JSONResponse({"text": [*chat.messages.values()][-1].text})

    def _open(self, user: int) -> None:
        chat = self._telegram.chats.person(user)
        chat.wrote = True
        text = {"text": f"/start t_ana-{user - FIRST}"}
        command = {"entities": [{"type": "bot_command", "offset": 0, "length": 6}]}
        message = chat.post(chat.user, text | command, self._world.clock.stamp())
        self._telegram.deliver("message", message.wire, ("chat", chat.id))

    def _press(self, user: int) -> None:
        chat = self._telegram.chats.all[user]
        message = [*chat.messages.values()][-1]
        press = {
            "id": self._telegram.chats.ask(chat).id,
            "from": chat.user,
            "message": message.wire,
            "chat_instance": str(user),
            "data": message.wire["reply_markup"]["inline_keyboard"][0][0]["callback_data"],
        }
        self._telegram.deliver("callback_query", press, ("user", chat.id))


async def serve() -> None:
    """Print the base URL, then serve until standard input ends."""
    world = Watched()
    telegram = Telegram(world)
    crowd = Crowd(world, telegram)
    sandbox = create(world, telegram=telegram)
    sandbox.routes[:0] = [
        Route("/bench/wave", crowd.wave, methods=["POST"]),
        Route("/bench/ready", crowd.ready),
        Route("/bench/crowd", crowd.gather, methods=["POST"]),
        Route("/bench/sent", crowd.sent),
        Route("/bench/shown/{number}", crowd.shown),
    ]
    async with running(sandbox) as base:
        print(base, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    import uvloop

    uvloop.run(serve())
