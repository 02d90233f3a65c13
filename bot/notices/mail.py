"""The code that proves an e-mail address: the one thing that is sent to it before."""

from bot.dialogue.screen import Screen, lines, rows, web
from bot.dialogue.words import _
from bot.notices.registry import Notice, notice


@notice("mail_code")
def code(told_of: Notice) -> Screen | None:
    """In the language of whoever asked for it; a later one, or its being used, makes it untrue."""
    box = told_of.work.mailboxes.of(told_of.address.id)
    if box is None or box.code is None or box.proof != told_of.notification.data["proof"]:
        return None
    name, studio = told_of.work.people.person(box.claimed_by).first_name, told_of.studio
    return Screen(
        title=_("{code} is your code", code=box.code),
        text=lines(
            _("{name} wants to be reached here by {studio}.", name=name, studio=studio.name),
            _("Type the code in the chat within half an hour, or open the link."),
            _("Was it not you? Then do nothing: nothing else is sent here."),
        ),
        choices=rows([web(_("This is my address"), f"{studio.public_url}/mail/yes/{box.proof}")]),
    )
