"""The health form: offered after a time is taken, asked question by question, signed at its end."""

import enum
from typing import Any

from pydantic import BaseModel, Field, create_model

from bot.client import whom
from bot.client.views import AllSessions, AskHealth
from bot.dialogue.actions import Home
from bot.dialogue.heard import Said
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Choice, Screen, choice, lines
from bot.dialogue.turn import Turn
from bot.dialogue.words import N_, _, day, ngettext, voice
from domain.base import Role
from domain.family.service import is_child
from domain.health import service as health
from domain.health.model import HealthForm, How
from domain.health.rules import NOTE, QUESTIONS, VERSIONS, WAIVER, is_current
from domain.health.service import Reworded
from domain.people.model import Person


class YesNo(enum.StrEnum):
    YES = "yes"
    NO = "no"


class Agreement(enum.StrEnum):
    AGREE = "agree"


_LABELS: dict[str, Any] = {"labels": {"yes": N_("Yes"), "no": N_("No"), "agree": N_("I agree")}}


def _model() -> type[BaseModel]:
    """A field for each question, the note, and the waiver to agree to."""
    fields: dict[str, Any] = {
        question.name: (YesNo, Field(title=question.words, json_schema_extra=_LABELS))
        for question in QUESTIONS
    }
    note = Field(None, title=NOTE.words, max_length=500, json_schema_extra={"long": True})
    fields[NOTE.name] = (str | None, note)
    agreed = Field(title=WAIVER.words, examples=[N_("AGREE")], json_schema_extra=_LABELS)
    fields[WAIVER.name] = (Agreement, agreed)
    model: type[BaseModel] = create_model("HealthAnswers", **fields)
    return model


HealthAnswers = _model()


def offer_form(label: str, person: Person) -> Choice:
    return choice(label, AskHealth(*VERSIONS, whom=person.id), "primary")


@on(AskHealth, who=Role.CLIENT)
def ask_health(turn: Turn, asked: AskHealth) -> Screen:
    """The questions, or what was signed already."""
    form = health.form_of(turn.work, turn.person, turn.person)
    return signed_screen(turn, form) if is_current(form) and form and not asked.again else questions(turn)


@command("health", "health form", "salud", who=Role.CLIENT)
def health_typed(turn: Turn, rest: str) -> Screen | None:
    """Words that follow are a trainer's: "health on"."""
    if rest:
        return None
    asked = whom.question(turn, lambda person_id: AskHealth(*VERSIONS, whom=person_id))
    return asked or ask_health(turn, AskHealth(*VERSIONS, whom=turn.whom))


def questions(turn: Turn) -> Screen:
    text = _("Yes or no, about a minute. Only you, the trainers you train with and the studio can see it.")
    form = AskHealth(*VERSIONS, whom=turn.whom).pack()
    return Screen(title=_("Health questions"), text=text, form=form, fresh=True)


def signed_screen(turn: Turn, form: HealthForm) -> Screen:
    """What was signed, when, and the way to answer anew; what another of age answered is not shown here."""
    turn.confidential = True
    again = choice(_("Answer anew"), AskHealth(*VERSIONS, again=True, whom=turn.whom))
    open_here = turn.person is turn.speaker or is_child(turn.work, turn.speaker, turn.person, now=turn.now)
    said = answers_said(form) if open_here else _("Signed on {day}.", day=day(form.signed_at))
    ways = ((again,), (choice(_("Menu"), Home()),))
    title = _("Your health form") if turn.person is turn.speaker else _("Health form")
    return Screen(title=title, text=said, choices=ways)


def answers_said(form: HealthForm) -> str:
    """When it was signed and what was answered, what needs a look first."""
    way = _("by a tap") if form.how is How.TAP else _("in words")
    asked = [(_words(form, name), answer) for name, answer in form.answers.items() if name != NOTE.name]
    return lines(
        _("Signed on {day}, {way}.", day=day(form.signed_at), way=way),
        *(f"{_('Yes')} – {words}" for words, answer in asked if answer == "yes"),
        f"“{form.answers[NOTE.name]}”" if NOTE.name in form.answers else "",
        *_no_to([words for words, answer in asked if answer == "no"]),
    )


def _no_to(questions: list[str]) -> list[str]:
    """By text all at once."""
    if questions and voice().terse:
        return [_("No to all else that was asked.")]
    return [f"{_('No')} – {words}" for words in questions]


def _words(form: HealthForm, name: str) -> str:
    """A question in the reader's language; one of an older version as it was read."""
    known = {question.name: question.words for question in QUESTIONS}
    return _(known[name]) if name in known and is_current(form) else str(form.shown.get(name, name))


@answers(AskHealth, HealthAnswers)
def sign(turn: Turn, asked: AskHealth, filled: BaseModel) -> Screen:
    """The last answer is the signature; where the words are others by now, they are asked anew."""
    if (asked.questions, asked.waiver) != VERSIONS:
        return questions(turn).with_toast(_(Reworded().message))
    given = filled.model_dump(mode="json", exclude_none=True)
    given.pop(WAIVER.name)
    shown = {question.name: _(question.words) for question in (*QUESTIONS, NOTE, WAIVER)}
    how = How.TYPED if isinstance(turn.event.heard, Said) else How.TAP
    form = health.sign(turn.work, turn.person, VERSIONS, given, shown, how, now=turn.now)
    return Screen(
        title=_("Signed, thank you"),
        text=lines(_talk_first(form), _("Type health to see what you answered, or to answer anew.")),
        choices=((choice(_("My sessions"), AllSessions()), choice(_("Menu"), Home())),),
    )


def _talk_first(form: HealthForm) -> str:
    if not form.flags:
        return ""
    return ngettext(
        "You said yes once: your trainer talks with you about it first. In doubt, ask a doctor.",
        "You said yes {n} times: your trainer talks with you about it first. In doubt, ask a doctor.",
        form.flags,
    )
