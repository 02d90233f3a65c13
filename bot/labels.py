"""A client's level and tags, as the desk keeps them: buttons on their card, or words: “tag cleo vip”."""

from pydantic import BaseModel, Field

from bot.dialogue.actions import Action
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Choice, Screen, choice, lines, list_of, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.words import N_, _
from bot.trainer.standing import client_named
from domain.base import Role
from domain.people import labels
from domain.people.model import Level, Person

DESK = Role.TRAINER | Role.ADMIN
LEVELS = {
    Level.BEGINNER: N_("Beginner"),
    Level.INTERMEDIATE: N_("Intermediate"),
    Level.ADVANCED: N_("Advanced"),
}
OFFERED = 6  # tags of others, to tap


class OpenLabels(Action, code="wc"):
    client: int


class SetLevel(Action, code="wd", acts=True):
    """The same once more takes it away."""

    client: int
    level: Level


class AddTag(Action, code="we", acts=True):
    client: int
    tag: str


class DropTag(Action, code="wf", acts=True):
    client: int
    tag: str


class AskTag(Action, code="wg"):
    """Another: a form."""

    client: int


class NewTag(BaseModel):
    tag: str = Field(title=N_("A tag, in a word or two"), examples=["vip"], max_length=40)


@on(OpenLabels, who=DESK)
def open_labels(turn: Turn, asked: OpenLabels) -> Screen:
    return labels_screen(turn, turn.work.people.person(asked.client))


def labels_screen(turn: Turn, client: Person, problem: str = "") -> Screen:
    """Raises NotYours."""
    labels.may_label(turn.work, turn.person, client)
    level, tags = turn.work.people.level(client.id), turn.work.people.tags(client.id)
    mine = [each.tag for each in tags]
    others = [each for each in turn.work.people.known_tags(limit=OFFERED + len(mine)) if each not in mine]
    said = list_of([f"#{each}" for each in mine])
    return Screen(
        title=_("{name}: level and tags", name=client.name),
        text=lines(
            problem,
            _("Level: {level}", level=_(LEVELS[level.level])) if level else _("Level: not said"),
            _("Tags: {tags}", tags=said) if said else _("No tags."),
            _("{name} does not see them. Campaigns can be for those who have them.", name=client.first_name),
        ),
        choices=(
            tuple(_level(client, each, is_on=bool(level and level.level is each)) for each in Level),
            *rows((choice(f"✓ #{each}", DropTag(client.id, each)) for each in mine), 3),
            *rows((choice(f"#{each}", AddTag(client.id, each)) for each in others[:OFFERED]), 3),
            (choice(_("Another tag"), AskTag(client.id)),),
        ),
        private=True,
    )


def _level(client: Person, level: Level, *, is_on: bool) -> Choice:
    label = _(LEVELS[level])
    return choice(f"✓ {label}" if is_on else label, SetLevel(client.id, level))


@on(SetLevel, who=DESK)
def set_level(turn: Turn, wanted: SetLevel) -> Screen:
    client = turn.work.people.person(wanted.client)
    labels.set_level(turn.work, turn.person, client, wanted.level, now=turn.now)
    return labels_screen(turn, client)


@on(AddTag, who=DESK)
def add_tag(turn: Turn, wanted: AddTag) -> Screen:
    return _tagged(turn, turn.work.people.person(wanted.client), wanted.tag)


@on(DropTag, who=DESK)
def drop_tag(turn: Turn, wanted: DropTag) -> Screen:
    return _untagged(turn, turn.work.people.person(wanted.client), wanted.tag)


@on(AskTag, who=DESK)
def ask_tag(turn: Turn, asked: AskTag) -> Screen:
    return Screen(title=_("Another tag"), form=asked.pack(), fresh=True)


@answers(AskTag, NewTag)
def tag_given(turn: Turn, asked: AskTag, form: NewTag) -> Screen:
    return _tagged(turn, turn.work.people.person(asked.client), form.tag)


@command("tag", "tags", "hub tag", "hub tags", "etiqueta", "etiquetas", "hub etiqueta", "hub etiquetas",
    who=DESK, takes_words=True,
)  # fmt: skip
def tag_typed(turn: Turn, rest: str) -> Screen:
    """Such as "tag cleo vip"; "tag cleo" shows what there is."""
    client, more = _named(turn, rest)
    if client is None:
        return _nobody(rest, _("tag Cleo vip"))
    return _tagged(turn, client, more) if more else labels_screen(turn, client)


@command("untag", "hub untag", "sin etiqueta", "hub sin etiqueta", who=DESK, takes_words=True)
def untag_typed(turn: Turn, rest: str) -> Screen:
    """Such as "untag cleo vip"."""
    client, more = _named(turn, rest)
    if client is None:
        return _nobody(rest, _("untag Cleo vip"))
    return _untagged(turn, client, more) if more else labels_screen(turn, client)


@command("level", "hub level", "nivel", "hub nivel", who=DESK, takes_words=True)
def level_typed(turn: Turn, rest: str) -> Screen:
    """Such as "level cleo advanced"."""
    client, more = _named(turn, rest)
    if client is None:
        return _nobody(rest, _("level Cleo advanced"))
    said = fold(more)
    level = next((each for each, name in LEVELS.items() if said in (each.value, fold(_(name)))), None)
    if said and level is None:
        there_are = list_of([_(each) for each in LEVELS.values()])
        problem = _("There is no level “{said}”. There are: {levels}", said=more[:40], levels=there_are)
        return labels_screen(turn, client, problem)
    known = turn.work.people.level(client.id)
    if level is not None and (known is None or known.level is not level):
        labels.set_level(turn.work, turn.person, client, level, now=turn.now)
    return labels_screen(turn, client)


def _tagged(turn: Turn, client: Person, words: str) -> Screen:
    name = labels.tag(turn.work, turn.person, client, words, now=turn.now)
    return labels_screen(turn, client).with_toast(f"#{name}")


def _untagged(turn: Turn, client: Person, words: str) -> Screen:
    had = {each.tag for each in turn.work.people.tags(client.id)}
    name = labels.untag(turn.work, turn.person, client, words)
    if name not in had:
        return labels_screen(turn, client, _("{name} has no #{tag}.", name=client.first_name, tag=name))
    return labels_screen(turn, client).with_toast(_("Taken away: #{tag}", tag=name))


def _named(turn: Turn, words: str) -> tuple[Person | None, str]:
    """A client of the actor's, for an admin of anybody's, and the rest of the words."""
    for trainer in turn.work.trainers.everybody():
        if turn.person.roles & Role.ADMIN or trainer.person_id == turn.person.id:
            client, more = client_named(turn, trainer, words)
            if client is not None:
                return client, more
    return None, words


def _nobody(words: str, example: str) -> Screen:
    if not words:
        return Screen(text=_("Say whose, such as: {example}", example=example), private=True)
    unknown = _("No client is called {name}. Try: {example}", name=words[:40], example=example)
    return Screen(text=unknown, private=True)
