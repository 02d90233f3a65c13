"""What is said unasked, in the studio's own words: chosen, read as clients read it, changed and put back."""

from dataclasses import replace

from pydantic import BaseModel, Field

from bot.admin.saving import to_save
from bot.admin.wording_preview import check_size
from bot.admin.wording_views import (
    ChangeWording,
    OpenTurns,
    OpenWording,
    OpenWordings,
    RestoreWording,
    WordingToMe,
    kind_called,
    may_name,
    template_of,
    wording_card,
    words_now,
)
from bot.dialogue.actions import Action
from bot.dialogue.paging import page_within, pager
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Choice, Screen, choice, rows
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, known_language
from bot.languages import Language
from bot.notices.said import GROUPS
from bot.notices.template import Template
from bot.notices.templates import TEMPLATES, templates_of
from domain.base import Role
from domain.errors import NotFound, Unreadable
from domain.notifications.kinds import Group, kind_of
from domain.wordings import tells
from domain.wordings.model import LONGEST, Medium
from domain.wordings.rules import checked
from domain.wordings.service import restore, reword

SHOWN = 8  # kinds on a page
_LABEL = 40  # characters of a sentence on a button


class NewWords(BaseModel):
    words: str = Field(
        title=N_("The new words"),
        examples=[N_("Hi {you}, see you at {studio}!")],
        max_length=LONGEST,
        json_schema_extra={"long": True},
    )


@command(
    *("wording", "wordings", "hub wording", "hub wordings"),
    *("textos", "hub textos", "redacción", "hub redacción"),
    who=Role.ADMIN,
)
def wordings_typed(turn: Turn, rest: str) -> Screen:
    return _list(turn, OpenWordings())


@on(OpenWordings, who=Role.ADMIN)
def open_wordings(turn: Turn, wanted: OpenWordings) -> Screen:
    return _list(turn, wanted)


def _list(turn: Turn, wanted: OpenWordings) -> Screen:
    changed = {each.partition(".")[0] for each in turn.work.wordings.changed()}
    kinds = _kinds(wanted.group)
    page = page_within(wanted.page, len(kinds), SHOWN)
    here = kinds[page * SHOWN : (page + 1) * SHOWN]
    return Screen(
        title=_("Wording"),
        text=_("What I say unasked: read it as your clients do, and say it in your own words."),
        choices=(
            *rows(_chips(wanted.group), 3),
            *rows(_kind(turn, each, is_changed=each in changed) for each in here),
            *pager(page, len(kinds), SHOWN, lambda other: OpenWordings(wanted.group, other)),
        ),
        private=True,
    )


def _kinds(group: Group) -> list[str]:
    """In the order of the texts; those for clients come first."""
    kinds = dict.fromkeys(each.kind for each in TEMPLATES.values())
    return [each for each in kinds if kind_of(each).group is group]


def _chips(chosen: Group) -> list[Choice]:
    with_texts = [each for each in GROUPS if _kinds(each)]
    return [
        choice(f"✓ {_(GROUPS[each])}" if each is chosen else _(GROUPS[each]), OpenWordings(each))
        for each in with_texts
    ]


def _kind(turn: Turn, kind: str, *, is_changed: bool) -> Choice:
    called, several = kind_called(kind), templates_of(kind)
    label = _("{what}, changed", what=called) if is_changed else called
    opens = _here(turn, several[0]) if len(several) == 1 else OpenTurns(kind.replace("_", "-"))
    return choice(label, opens)


def _here(turn: Turn, template: Template) -> Action:
    """In the admin's language, as in a chat."""
    language = Language(known_language(turn.person.locale))
    return OpenWording(template.slug, language, Medium.CHAT)


@on(OpenTurns, who=Role.ADMIN)
def open_turns(turn: Turn, wanted: OpenTurns) -> Screen:
    """The turns that a kind can take, each by how it begins."""
    kind = wanted.kind.replace("-", "_")
    several, changed = templates_of(kind), turn.work.wordings.changed()
    if not several:
        raise NotFound
    ways = [
        choice(_begins(turn, each, is_changed=each.name in changed), _here(turn, each)) for each in several
    ]
    back = choice(_("Others"), OpenWordings(kind_of(kind).group))
    return Screen(
        title=kind_called(kind),
        text=_("It says one of these, as the case may be."),
        choices=(*rows(ways), (back,)),
        private=True,
    )


def _begins(turn: Turn, template: Template, *, is_changed: bool) -> str:
    words, _kept = words_now(turn, template, known_language(turn.person.locale), Medium.CHAT)
    short = words if len(words) <= _LABEL else f"{words[: _LABEL - 1].rstrip()}…"
    return _("{what}, changed", what=short) if is_changed else short


@on(OpenWording, who=Role.ADMIN)
def open_wording(turn: Turn, wanted: OpenWording) -> Screen:
    return wording_card(turn, template_of(wanted.template), wanted.language, wanted.medium)


@on(ChangeWording, who=Role.ADMIN)
def ask_words(turn: Turn, asked: ChangeWording) -> Screen:
    template = template_of(asked.template)
    words, _kept = words_now(turn, template, asked.language.value, asked.medium)
    return _form(template, asked, words)


def _form(template: Template, asked: ChangeWording, words: str, problem: str = "") -> Screen:
    form = to_save(kind_called(template.kind), asked, words=words)
    return replace(form, text=may_name(template), errors={"words": problem} if problem else {})


@answers(ChangeWording, NewWords)
def words_given(turn: Turn, asked: ChangeWording, form: NewWords) -> Screen:
    template, language = template_of(asked.template), asked.language.value
    known = [*template.variables]
    try:
        if asked.medium is Medium.SMS:
            check_size(template, language, checked(form.words, known), turn.studio.name)
        reword(
            turn.work,
            turn.person,
            template.name,
            language,
            asked.medium,
            form.words,
            known=known,
            now=turn.now,
        )
    except Unreadable as problem:
        return _form(template, asked, form.words, _(problem.message).format(**problem.facts))
    card = wording_card(turn, template, asked.language, asked.medium)
    return card.with_toast(_("Saved. It is said so from now on."))


@on(RestoreWording, who=Role.ADMIN)
def back_to_ours(turn: Turn, wanted: RestoreWording) -> Screen:
    template = template_of(wanted.template)
    restore(turn.work, turn.person, template.name, wanted.language.value, wanted.medium)
    card = wording_card(turn, template, wanted.language, wanted.medium)
    return card.with_toast(_("It is said in our words again."))


@on(WordingToMe, who=Role.ADMIN)
def send_test(turn: Turn, wanted: WordingToMe) -> Screen:
    template = template_of(wanted.template)
    tells.test(turn.work, turn.person, template.name, wanted.language.value, wanted.medium, now=turn.now)
    card = wording_card(turn, template, wanted.language, wanted.medium)
    return card.with_toast(_("It comes to you in a moment."))
