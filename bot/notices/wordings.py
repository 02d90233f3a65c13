"""The test of a wording that an admin asked for."""

from bot.admin.wording_preview import preview
from bot.admin.wording_views import kind_called, words_now
from bot.dialogue.screen import Screen, lines
from bot.dialogue.words import _
from bot.notices.registry import Notice, notice
from bot.notices.templates import TEMPLATES
from domain.wordings.model import Medium


@notice("admin_wording_test")
def tested(told_of: Notice) -> Screen | None:
    data = told_of.notification.data
    template, medium = TEMPLATES.get(data["template"]), Medium(data["medium"])
    if template is None:
        return None
    words, _kept = words_now(told_of, template, data["language"], medium)
    said = _("A test of “{what}”, as it is read:", what=kind_called(template.kind))
    shown = preview(template, data["language"], medium, words, told_of.studio.name)
    return Screen(text=lines(said, shown.text), fresh=True)
