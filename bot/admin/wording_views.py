"""The actions of wordings, and the card of one: its words, what they may name, and how it is read."""

from bot.admin.wording_preview import ours, preview, size_said
from bot.dialogue.actions import Action
from bot.dialogue.scene import Scene
from bot.dialogue.screen import Choice, Row, Screen, Section, choice, lines, rows
from bot.dialogue.words import LANGUAGES, N_, _, day
from bot.languages import Language
from bot.notices.said import SAID
from bot.notices.template import Template
from bot.notices.templates import BY_SLUG, templates_of
from domain.errors import NotFound
from domain.notifications.kinds import Group, kind_of
from domain.wordings.model import Medium, Wording


class OpenWordings(Action, code="ua"):
    """What is said unasked, of one group."""

    group: Group = Group.REMINDERS
    page: int = 0


class OpenTurns(Action, code="ub"):
    """The sentences of a kind that has several."""

    kind: str


class OpenWording(Action, code="uc"):
    template: str
    language: Language
    medium: Medium


class ChangeWording(Action, code="ud"):
    """Other words for it: a form."""

    template: str
    language: Language
    medium: Medium


class RestoreWording(Action, code="ue", acts=True):
    """Back to our words."""

    template: str
    language: Language
    medium: Medium


class WordingToMe(Action, code="uf", acts=True):
    """As it is read, to whoever asks."""

    template: str
    language: Language
    medium: Medium


MEDIA = {
    Medium.CHAT: N_("In chats"),
    Medium.SMS: N_("By SMS"),
    Medium.MAIL: N_("By e-mail"),
}
_FOR_STAFF = "trainer_"


def template_of(slug: str) -> Template:
    """Raises NotFound."""
    found = BY_SLUG.get(slug)
    if found is None:
        raise NotFound
    return found


def kind_called(kind: str) -> str:
    said = _(SAID[kind])
    name = said[:1].upper() + said[1:]
    return _("{what} (to trainers)", what=name) if kind.startswith(_FOR_STAFF) else name


def words_now(scene: Scene, template: Template, language: str, medium: Medium) -> tuple[str, Wording | None]:
    kept = scene.work.wordings.find(template.name, language, medium)
    return (kept.words if kept else ours(template, language)), kept


def wording_card(scene: Scene, template: Template, language: Language, medium: Medium) -> Screen:
    """In one language and on one channel, with the ways to the others."""
    words, kept = words_now(scene, template, language.value, medium)
    at = (template.slug, language, medium)
    back = () if kept is None else (choice(_("Back to ours"), RestoreWording(*at)),)
    return Screen(
        title=kind_called(template.kind),
        text=lines(
            _("“{words}”", words=words),
            _whose(scene, kept),
            may_name(template),
        ),
        sections=(_read(template, language, medium, words, scene.studio.name),),
        choices=(
            *_chips(template, language, medium),
            (choice(_("Change"), ChangeWording(*at), "primary"), *back),
            (
                choice(_("Send me a test"), WordingToMe(*at)),
                choice(_("Others"), _others(template.kind)),
            ),
        ),
        private=True,
    )


def _others(kind: str) -> Action:
    several = len(templates_of(kind)) > 1
    return OpenTurns(kind.replace("_", "-")) if several else OpenWordings(kind_of(kind).group)


def may_name(template: Template) -> str:
    known = (f"{{{name}}} – {_(each.means)}" for name, each in template.variables.items())
    return lines(_("It may name:"), *known)


def _whose(scene: Scene, kept: Wording | None) -> str:
    if kept is None:
        return _("These are our words; nobody changed them.")
    name = scene.work.people.person(kept.made_by).first_name
    return _("Changed by {name} on {day}.", name=name, day=day(kept.made_at))


def _read(template: Template, language: Language, medium: Medium, words: str, studio: str) -> Section:
    shown = preview(template, language.value, medium, words, studio)
    title = _("As it is read: {channel}", channel=_(MEDIA[medium]))
    if shown.size:
        title = _("As it is read: {channel}", channel=f"SMS, {size_said(shown.size, shown.text)}")
    return Section(shown.text, title=title)


def _chips(template: Template, language: Language, medium: Medium) -> tuple[Row, ...]:
    tongues = [
        _chip(name, OpenWording(template.slug, Language(code), medium), code == language.value)
        for code, name in LANGUAGES.items()
    ]
    media = [
        _chip(_(said), OpenWording(template.slug, language, each), each is medium)
        for each, said in MEDIA.items()
    ]
    return (*rows(tongues, 3), *rows(media, 3))


def _chip(label: str, action: Action, on: bool) -> Choice:
    return choice(f"✓ {label}" if on else label, action)
