"""The Web API's reading methods: who the app is, who is there, what was said."""

from collections.abc import Callable
from typing import Any

from sandbox.people import SLACK_TEAM
from sandbox.slack_channels import APP, BOT, BOT_USER, Channel, Message
from sandbox.slack_wire import SlackError, flag, invalid_arguments
from sandbox.slack_workspace import DOMAIN, Workspace, bot_wire

JSON = dict[str, Any]

MOST_MESSAGES = 999
WORKSPACE = {"team": "TrainerHub demo", "team_id": SLACK_TEAM, "is_enterprise_install": False}


class WebApi:
    """Handlers by method name; each takes the arguments and gives the answer or raises SlackError."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.handlers: dict[str, Callable[[JSON], JSON]] = {
            "api.test": lambda args: {"args": args},
            "auth.test": self.auth_test,
            "bots.info": self.bots_info,
            "conversations.history": self.history,
            "conversations.info": self.conversation,
            "conversations.open": self.open,
            "conversations.replies": self.replies,
            "team.info": self.team,
            "users.conversations": self.conversations,
            "users.info": self.user,
            "users.list": self.users,
        }

    def auth_test(self, _: JSON) -> JSON:
        return {
            "url": f"https://{DOMAIN}.slack.com/",
            **WORKSPACE,
            "user": "trainerhub",
            "user_id": BOT_USER,
            "bot_id": BOT,
        }

    def bots_info(self, args: JSON) -> JSON:
        if args.get("bot") not in (None, BOT):
            raise SlackError("bot_not_found")
        return {
            "bot": {"id": BOT, "app_id": APP, "user_id": BOT_USER, "name": "TrainerHub", "deleted": False}
        }

    def team(self, _: JSON) -> JSON:
        return {"team": {"id": SLACK_TEAM, "name": "TrainerHub demo", "domain": DOMAIN, "email_domain": ""}}

    def user(self, args: JSON) -> JSON:
        user_id = str(args.get("user"))
        if user_id == BOT_USER:
            return {"user": bot_wire()}
        if user_id not in self._workspace.users:
            raise SlackError("user_not_found")
        return {"user": self._workspace.users[user_id].wire()}

    def users(self, _: JSON) -> JSON:
        members = [user.wire() for user in self._workspace.users.values()]
        return {"members": [*members, bot_wire()], "response_metadata": {"next_cursor": ""}}

    def open(self, args: JSON) -> JSON:
        """The direct messages with one person, by `users` or by `channel`."""
        users = str(args.get("users") or "").split(",")
        if len(users) > 1:
            raise SlackError("not_enabled")
        if not users[0] and not args.get("channel"):
            raise SlackError("users_list_not_supplied")
        if users[0] and users[0] not in self._workspace.users:
            raise SlackError("user_not_found")
        channel = self._workspace.reach(users[0] or args["channel"])
        shown = _conversation(channel) if flag(args.get("return_im")) else {"id": channel.id}
        return {"no_op": True, "already_open": True, "channel": shown}

    def conversation(self, args: JSON) -> JSON:
        return {"channel": _conversation(self._channel(args))}

    def conversations(self, _: JSON) -> JSON:
        ours = [_conversation(each) for each in self._workspace.channels.values() if each.user]
        return {"channels": ours, "response_metadata": {"next_cursor": ""}}

    def history(self, args: JSON) -> JSON:
        """Newest first, without replies in threads."""
        return _page(self._workspace.reach(args.get("channel")).top(), args)

    def replies(self, args: JSON) -> JSON:
        """The message `ts` and the replies to it, oldest first."""
        channel = self._workspace.reach(args.get("channel"))
        if args.get("ts") not in channel.messages:
            raise SlackError("thread_not_found")
        parent = channel.messages[args["ts"]].thread_ts or args["ts"]
        return _page(channel.thread(parent), args)

    def _channel(self, args: JSON) -> Channel:
        channel = self._workspace.channels.get(str(args.get("channel")))
        if channel is None:
            raise SlackError("channel_not_found")
        return channel


def _conversation(channel: Channel) -> JSON:
    if channel.user is None:
        return {
            "id": channel.id,
            "name": channel.name,
            "is_channel": True,
            "is_im": False,
            "is_member": False,
        }
    return {
        "id": channel.id,
        "created": 0,
        "is_archived": False,
        "is_im": True,
        "user": channel.user,
        "is_user_deleted": False,
        "is_open": True,
        "context_team_id": SLACK_TEAM,
    }


def _page(messages: list[Message], args: JSON) -> JSON:
    """The page that limit, cursor, oldest, latest and inclusive ask for."""
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9999999999.999999")
    inclusive = flag(args.get("inclusive"))
    asked = [each for each in messages if _between(oldest, each.ts, latest, inclusive)]
    try:
        start, limit = int(args.get("cursor") or 0), int(args.get("limit") or 100)
    except ValueError:
        raise SlackError("invalid_cursor") from None
    if not 1 <= limit <= MOST_MESSAGES:
        raise invalid_arguments(f"limit must be between 1 and {MOST_MESSAGES} [json-pointer:/limit]")
    page, more = asked[start : start + limit], len(asked) > start + limit
    whole = flag(args.get("include_all_metadata"))
    answer: JSON = {"messages": [each.full() if whole else each.wire for each in page], "has_more": more}
    return answer | ({"response_metadata": {"next_cursor": str(start + limit)}} if more else {})


def _between(oldest: str, ts: str, latest: str, inclusive: bool) -> bool:
    if ts in (oldest, latest):
        return inclusive
    return float(oldest) < float(ts) < float(latest)
