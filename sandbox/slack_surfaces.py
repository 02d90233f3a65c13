"""`views.*`: the modals and Home tabs that the app draws, and how each is refused."""

from collections.abc import Callable
from typing import Any

from sandbox.slack_blocks import checked_view
from sandbox.slack_triggers import Triggers
from sandbox.slack_views import View
from sandbox.slack_wire import SlackError
from sandbox.slack_workspace import User, Workspace

JSON = dict[str, Any]

MOST_MODALS = 3


class Surfaces:
    """Handlers of `views.*`, and the same acts for the answer to a submission."""

    def __init__(self, workspace: Workspace, triggers: Triggers) -> None:
        self._workspace = workspace
        self._triggers = triggers
        self.handlers: dict[str, Callable[[JSON], JSON]] = {
            "views.open": self.open,
            "views.push": self.push,
            "views.update": self.update,
            "views.publish": self.publish,
        }

    def open(self, args: JSON) -> JSON:
        content = checked_view(args.get("view"), "modal")
        trigger = self._triggers.exchange(args.get("trigger_id"))
        user = self._workspace.users[trigger.user]
        self._new_external_id(content)
        self.clear(user)
        view = self._workspace.new_view(user, content)
        user.modals.append(view)
        return self._drawn("views.open", view, args)

    def push(self, args: JSON) -> JSON:
        content = checked_view(args.get("view"), "modal")
        trigger = self._triggers.exchange(args.get("trigger_id"))
        user = self._workspace.users[trigger.user]
        if trigger.view is None or not user.modals:
            raise SlackError("invalid_trigger_id")
        self._new_external_id(content)
        return self._drawn("views.push", self.over(user, content), args)

    def update(self, args: JSON) -> JSON:
        view = self._standing(args)
        content = checked_view(args.get("view"), view.wire["type"])
        _same_hash(view, args)
        view.replace(content)
        return self._drawn("views.update", view, args)

    def publish(self, args: JSON) -> JSON:
        user = self._workspace.users.get(str(args.get("user_id")))
        if user is None:
            raise SlackError("user_not_found")
        content = checked_view(args.get("view"), "home")
        if user.home is None:
            user.home = self._workspace.new_view(user, content)
        else:
            _same_hash(user.home, args)
            user.home.replace(content)
        return self._drawn("views.publish", user.home, args)

    def over(self, user: User, content: JSON) -> View:
        """Push a modal over those that are open; SlackError when there are three."""
        if len(user.modals) >= MOST_MODALS:
            raise SlackError("push_limit_reached")
        view = self._workspace.new_view(user, content, below=user.modals[-1])
        user.modals.append(view)
        self._workspace.changed(user.id)
        return view

    def drop(self, user: User, view: View) -> None:
        """Close one modal and show what is below it."""
        user.modals.remove(view)
        self._forget(view)
        self._workspace.changed(user.id)

    def clear(self, user: User) -> None:
        for view in user.modals:
            self._forget(view)
        user.modals.clear()
        self._workspace.changed(user.id)

    def _standing(self, args: JSON) -> View:
        external_id, views = args.get("external_id"), self._workspace.views
        if external_id:
            found = next((each for each in views.values() if each.wire["external_id"] == external_id), None)
        else:
            found = views.get(str(args.get("view_id")))
        if found is None:
            raise SlackError("not_found")
        return found

    def _new_external_id(self, content: JSON) -> None:
        external_id = content.get("external_id")
        if external_id and any(
            each.wire["external_id"] == external_id for each in self._workspace.views.values()
        ):
            raise SlackError("duplicate_external_id")

    def _drawn(self, method: str, view: View, args: JSON) -> JSON:
        title = view.wire["title"]["text"] if view.wire["title"] else ""
        self._workspace.world.accept("slack", method, to=view.user, text=title, raw=args)
        self._workspace.changed(view.user)
        return {"view": view.shown()}

    def _forget(self, view: View) -> None:
        self._workspace.views.pop(view.id, None)


def _same_hash(view: View, args: JSON) -> None:
    if args.get("hash") and args["hash"] != view.wire["hash"]:
        raise SlackError("hash_conflict")
