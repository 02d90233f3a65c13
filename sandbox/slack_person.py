"""The person side of Slack: what a member of the workspace does with the app."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox import slack_events as events
from sandbox.slack import Slack
from sandbox.slack_delivery import Ack
from sandbox.slack_presses import Presses
from sandbox.slack_screen import screen
from sandbox.slack_submissions import Submissions, topmost, upload
from sandbox.slack_wire import SlackError
from sandbox.slack_workspace import User
from sandbox.web import Refusal, json_body, number, words

JSON = dict[str, Any]
Act = Callable[[User, JSON], Awaitable[JSON]]


def routes(slack: Slack) -> list[BaseRoute]:
    desk = _Desk(slack)
    whoever: dict[str, Act] = {
        "commands": desk.command,
        "messages": desk.say,
        "home": desk.open_home,
        "shortcuts": desk.shortcut,
    }
    members: dict[str, Act] = {
        "presses": desk.press,
        "inputs": desk.fill,
        "submissions": desk.submit,
        "closes": desk.close,
    }

    def post(name: str, act: Act, member: Callable[[str], User]) -> Route:
        async def endpoint(request: Request) -> Response:
            slack.base = slack.base or str(request.base_url).rstrip("/")
            asked = await json_body(request)
            return JSONResponse(await act(member(request.path_params["user"]), asked))

        return Route(f"/sandbox/slack/{{user}}/{name}", endpoint, methods=["POST"])

    async def look(request: Request) -> Response:
        return JSONResponse(screen(slack.workspace, slack.workspace.known(request.path_params["user"])))

    return [
        *_machinery(slack),
        Route("/sandbox/slack/{user}", look, methods=["GET"]),
        *(post(name, act, slack.workspace.person) for name, act in whoever.items()),
        *(post(name, act, slack.workspace.known) for name, act in members.items()),
    ]


def _machinery(slack: Slack) -> list[BaseRoute]:
    """What Slack itself now and then does: repeat an event, renew sockets, verify the app's URL."""

    async def redeliver(request: Request) -> Response:
        """`{"event_id", "times"}` brings a past event again."""
        asked = await json_body(request)
        event_id = words(asked.get("event_id"), "event_id")
        if not slack.delivery.redeliver(event_id, number(asked.get("times", 1), "times")):
            raise Refusal(404, f"There was no event {event_id}.", event_ids=slack.delivery.remembered)
        return JSONResponse({"id": event_id})

    async def disconnect(request: Request) -> Response:
        """`{"reason"}`: refresh_requested, warning, or link_disabled, which turns Socket Mode off."""
        asked = await json_body(request)
        return JSONResponse({"id": slack.sockets.disconnect(str(asked.get("reason", "refresh_requested")))})

    async def verify(_: Request) -> Response:
        return JSONResponse({"id": "url_verification", "verified": await slack.delivery.verify()})

    async def show(request: Request) -> Response:
        """A file as it is seen in the workspace, for whoever looks at the page."""
        file = slack.files.all.get(request.path_params["id"])
        if file is None or file.content is None:
            raise Refusal(404, "There is no such file.", files=[*slack.files.all])
        return Response(file.content, media_type=file.wire.get("mimetype", "application/octet-stream"))

    return [
        Route("/sandbox/slack/files/{id}", show, methods=["GET"]),
        Route("/sandbox/slack/redeliver", redeliver, methods=["POST"]),
        Route("/sandbox/slack/disconnect", disconnect, methods=["POST"]),
        Route("/sandbox/slack/verify", verify, methods=["POST"]),
    ]


class _Desk:
    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._workspace = slack.workspace
        self._presses = Presses(slack)
        self._submissions = Submissions(slack, self._presses)

    async def command(self, user: User, asked: JSON) -> JSON:
        """`{"command", "text"}`, in the direct messages or in another `channel`."""
        channel = self._workspace.channels.get(asked.get("channel", user.channel))
        if channel is None:
            raise Refusal(
                404, f"There is no channel {asked['channel']!r}.", channels=[user.channel, "CGENERAL"]
            )
        command = words(asked.get("command", "/hub"), "command")
        trigger, text = self._slack.triggers.give(user.id), str(asked.get("text", ""))
        url = self._slack.responses.give(user, channel.id)
        payload = events.slash_command(user, channel, command, text, trigger, url)
        ack = await self._slack.delivery.ask("slash_commands", payload)
        if not ack.error and (ack.payload.get("text") or ack.payload.get("blocks")):
            ack = self._said(user, channel.id, ack)
        return _acted(ack)

    async def say(self, user: User, asked: JSON) -> JSON:
        """`{"text", "thread_ts"}`, and `file` or `files`, to the app; a reply where a thread is named."""
        channel = self._workspace.dm(user)
        parent = self._presses.message(user, asked["thread_ts"]) if asked.get("thread_ts") else None
        given = asked.get("files") or [asked[name] for name in ("file",) if name in asked]
        files = [self._slack.files.keep(user.id, upload(each)) for each in given]
        text = str(asked.get("text", "")) if files else words(asked.get("text"), "text")
        content = events.said(user, text, asked.get("thread_ts"), files)
        message = self._workspace.message(channel, content)
        self._workspace.post(channel, message)
        return {"id": message.ts, "event_id": self._slack.delivery.tell(events.message(message, parent))}

    async def open_home(self, user: User, asked: JSON) -> JSON:
        """The Home tab, or another `tab`."""
        opened = events.app_home_opened(user, str(asked.get("tab", "home")))
        return {"id": self._slack.delivery.tell(opened)}

    async def shortcut(self, user: User, asked: JSON) -> JSON:
        """`{"callback_id", "ts"}`: with a ts on that message, else from anywhere."""
        callback_id = words(asked.get("callback_id"), "callback_id")
        message = self._presses.message(user, asked["ts"]) if asked.get("ts") else None
        trigger = self._slack.triggers.give(user.id)
        if message:
            url = self._slack.responses.give(user, message.channel, message)
            payload = events.message_action(user, callback_id, trigger, message, url)
        else:
            payload = events.shortcut(user, callback_id, trigger)
        return _acted(await self._slack.delivery.ask("interactive", payload))

    async def press(self, user: User, asked: JSON) -> JSON:
        """`{"label", "ts", "action_id"}`; a picker takes a `value`. The modal's own two hand in and close."""
        label = words(asked.get("label"), "label")
        modal = user.modals[-1].wire if user.modals and not asked.get("ts") else None
        if modal and modal["submit"] and modal["submit"]["text"] == label:
            return await self._submissions.submit(user, {})
        if modal and label == (modal["close"]["text"] if modal["close"] else "Cancel"):
            return await self._submissions.close(user)
        control = self._presses.find(user, label, asked.get("ts"), asked.get("action_id"))
        ack = await self._presses.press(user, control, asked.get("value"))
        link = {"url": control.element["url"]} if "url" in control.element else {}
        return {**_acted(ack), **link}

    async def fill(self, user: User, asked: JSON) -> JSON:
        """`{"values": {label: value}}` into the topmost modal, which stays open."""
        view = topmost(user)
        await self._submissions.fill(user, view, _values(asked))
        return {"id": view.id}

    async def submit(self, user: User, asked: JSON) -> JSON:
        """`{"values": {label: value}}`; answers the errors by label, or null."""
        return await self._submissions.submit(user, _values(asked))

    async def close(self, user: User, _: JSON) -> JSON:
        return await self._submissions.close(user)

    def _said(self, user: User, channel: str, ack: Ack) -> Ack:
        """Show what the app put into its acknowledgement of a command."""
        try:
            self._slack.responses.act(user.id, channel, None, ack.payload, "ack")
        except SlackError as problem:
            return Ack(ack.id, ack.after_ms, error=str(problem))
        return ack


def _acted(ack: Ack) -> JSON:
    return {"id": ack.id, "acked_after_ms": ack.after_ms, "error": ack.error}


def _values(asked: JSON) -> JSON:
    values = asked.get("values", {})
    if not isinstance(values, dict):
        raise Refusal(400, "values must be an object of labels and what to enter.")
    return values
