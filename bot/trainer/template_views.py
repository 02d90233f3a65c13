"""The actions of prepared sessions and of booking for a client; each is answered in its subject's file."""

from bot.dialogue.actions import Action, Minute


class OpenTemplates(Action, code="pt"):
    """What the trainer has prepared."""


class AddTemplate(Action, code="pn"):
    """Prepare a session of this service: a form."""

    service: int


class EditTemplate(Action, code="pe"):
    """Change what was prepared: a form."""

    template: int


class TakeAway(Action, code="pd", acts=True):
    template: int


class ForWhom(Action, code="pw"):
    """Whom to book this for."""

    template: int


class AskBook(Action, code="pf"):
    """Whom to book for, what and when: a form."""


class AskBookFor(Action, code="pb"):
    """When to book it for this client."""

    client: int
    service: int
    template: int | None = None


class BookFor(Action, code="pk", acts=True):
    client: int
    service: int
    starts: Minute
    template: int | None = None
