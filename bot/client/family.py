"""Who else this chat books for: a child of whom they are the guardian, or somebody of age who agreed.

What is shown and what is answered are kept word for word, so both are made here.
"""

from dataclasses import replace
from datetime import date

from babel.dates import format_date
from pydantic import BaseModel, Field

from bot.client.views import OpenFamily, OpenSettings
from bot.dialogue.actions import Action, Home
from bot.dialogue.heard import Said
from bot.dialogue.routes import answers, command, on
from bot.dialogue.screen import Choice, Row, Screen, choice, lines, rows
from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from bot.dialogue.wish import read_wish
from bot.dialogue.words import N_, _, voice
from domain.base import Role
from domain.errors import Refusal
from domain.family import service as family
from domain.family.model import Kind
from domain.family.ports import Bond
from domain.family.rules import is_asked, of_age_on
from domain.schedule.dates import Order

EITHER_ENDS_IT = N_("Either of you can end it at any time.")
_LONGEST = 3  # words of a name that is typed after ADD


class AddSomebody(Action, code="fa", word=N_("ADD")):
    """Book for somebody else too: a form."""


class AskAgree(Action, code="fz"):
    """Show what somebody of age would agree to."""

    bond: int


class Agree(Action, code="fy", acts=True):
    """Somebody of age agrees to be spoken for."""

    bond: int


class OwnChat(Action, code="fo", acts=True):
    """A code with which they write from a chat of their own."""

    bond: int


class AskRemove(Action, code="fq"):
    bond: int


class Remove(Action, code="fr", acts=True):
    bond: int


class Somebody(BaseModel):
    name: str = Field(title=N_("What is their name?"), examples=["Leo"], max_length=60)
    born: str | None = Field(
        None,
        title=N_("Under 18, and you their parent or guardian? When were they born? Else skip."),
        examples=[N_("24 May 2014")],
        max_length=40,
    )


@on(OpenFamily, who=Role.CLIENT)
def show_family(turn: Turn, _action: OpenFamily) -> Screen:
    return family_screen(turn)


@command("family", "my family", "familia", "mi familia", who=Role.CLIENT)
def family_typed(turn: Turn, rest: str) -> Screen:
    return family_screen(turn)


def family_way(turn: Turn) -> Choice:
    """From the settings; to add the first one at once, where there is room to say so."""
    known = turn.work.family.of_speaker(turn.speaker.id) or turn.work.family.of_person(turn.speaker.id)
    if known or turn.by_text:
        return choice(_("Family"), OpenFamily())
    return choice(_("Book for somebody else too"), AddSomebody())


def family_screen(turn: Turn) -> Screen:
    """Everybody whom this chat books for, and the way to each."""
    mine = turn.work.family.of_speaker(turn.speaker.id)
    others = turn.work.family.of_person(turn.speaker.id)
    said = [_standing(bond) for bond in mine]
    said += [_("{name} books for you too.", name=bond.speaker.first_name) for bond in others]
    return Screen(
        title=_("Whom you book for"),
        text=lines(*said) or _("So far you book for yourself alone."),
        choices=(
            *(row for bond in mine for row in _ways(bond)),
            *rows(_removal(bond, bond.speaker.first_name) for bond in others),
            (choice(_("Add somebody"), AddSomebody()),),
            (choice(_("Settings"), OpenSettings()), choice(_("Menu"), Home())),
        ),
    )


def _standing(bond: Bond) -> str:
    name, terms = bond.person.first_name, bond.terms
    if is_asked(terms):
        return _("{name}: has not agreed yet", name=name)
    if terms.born_on is None:
        return _("{name}: agreed", name=name)
    return _("{name}: you consent for them until {day}", name=name, day=full_day(of_age_on(terms.born_on)))


def _ways(bond: Bond) -> tuple[Row, ...]:
    name = bond.person.first_name
    first = (choice(_("Ask {name}", name=name), AskAgree(bond.terms.id)),) if is_asked(bond.terms) else ()
    own = choice(_("An own chat for {name}", name=name), OwnChat(bond.terms.id))
    second = (own,) if bond.terms.kind is Kind.ADULT else ()
    return (*((first,) if first else ()), (*second, _removal(bond, name)))


def _removal(bond: Bond, name: str) -> Choice:
    return choice(_("Remove {name}", name=name), AskRemove(bond.terms.id))


@on(AddSomebody, who=Role.CLIENT)
def ask_somebody(turn: Turn, asked: AddSomebody) -> Screen:
    return Screen(title=_title(turn), form=asked.pack())


def _title(turn: Turn) -> str:
    """A text has no room for it."""
    return "" if turn.by_text else _("Book for somebody else too")


@command("add", "añadir", "agregar", who=Role.CLIENT, takes_words=True)
def add_typed(turn: Turn, rest: str) -> Screen | None:
    """Such as ADD LEO; a session to add is a wish, and no name."""
    words = rest.split()
    if len(words) > _LONGEST or not all(word.isalpha() for word in words):
        return None
    if read_wish(rest, turn.speaker.locale) or {"session", "me", "sesion", "another", "otra"} & set(
        fold(rest).split()
    ):
        return None
    form = ask_somebody(turn, AddSomebody())
    return Screen(title=form.title, form=form.form, values={"name": rest.title()}) if rest else form


@answers(AddSomebody, Somebody)
def add_somebody(turn: Turn, asked: AddSomebody, form: Somebody) -> Screen:
    """A child from now on; who is of age is asked whether they agree."""
    born_on = _born(form.born, turn.date_order) if form.born else None
    try:
        if form.born and born_on is None:
            return _anew(
                turn, asked, form, "born", _("I could not read that as a date. For example: 24 May 2014")
            )
        if born_on is None:
            return agreement(family.add_adult(turn.work, turn.speaker, form.name, now=turn.now))
        shown = _(str(Somebody.model_fields["born"].title))
        bond = family.add_child(
            turn.work, turn.speaker, form.name, born_on, shown=shown, said=form.born or "", now=turn.now
        )
    except (family.SameName, family.OfAge, family.NotBorn) as refusal:
        return _anew(
            turn, asked, form, "name" if isinstance(refusal, family.SameName) else "born", _worded(refusal)
        )
    return family_screen(turn).with_toast(_("{name} is added.", name=bond.person.first_name))


def _anew(turn: Turn, asked: AddSomebody, form: Somebody, field: str, problem: str) -> Screen:
    values = {"name": form.name} if field == "born" else {}
    return Screen(title=_title(turn), form=asked.pack(), values=values, errors={field: problem})


def _worded(refusal: Refusal) -> str:
    return _(refusal.message).format(**refusal.facts)


def agreement_of_age(bond: Bond) -> Screen:
    """Said to who was the guardian, on the eighteenth birthday."""
    said = _("{name} is 18, so you no longer consent for them.", name=bond.person.first_name)
    asked = agreement(bond)
    return replace(asked, text=lines(said, asked.text), fresh=True)


def agreement(bond: Bond) -> Screen:
    """What somebody of age is asked, on the phone that they share."""
    name = bond.person.first_name
    return Screen(
        title=_("{name} has to agree", name=name),
        text=_question(bond),
        choices=(
            (choice(_("{name} agrees", name=name), Agree(bond.terms.id), "primary", _("AGREE")),),
            (choice(_("An own chat for {name}", name=name), OwnChat(bond.terms.id), word=_("CODE")),),
            (choice(_("Not now"), OpenFamily()),),
        ),
    )


def _question(bond: Bond) -> str:
    asked = _(
        "{name}, may {speaker} book, move and cancel your sessions here, and read what is written to you?",
        name=bond.person.first_name,
        speaker=bond.speaker.first_name,
    )
    return f"{asked} {_(EITHER_ENDS_IT)}"


@on(AskAgree, who=Role.CLIENT)
def ask_agree(turn: Turn, asked: AskAgree) -> Screen:
    return agreement(family.bond_of(turn.work, turn.speaker, asked.bond))


@on(Agree, who=Role.CLIENT)
def agree(turn: Turn, answer: Agree) -> Screen:
    bond = turn.work.family.bond(answer.bond)
    heard = turn.event.heard
    said = heard.text if isinstance(heard, Said) else _("{name} agrees", name=bond.person.first_name)
    family.agree(turn.work, turn.speaker, answer.bond, shown=_question(bond), said=said, now=turn.now)
    return family_screen(turn).with_toast(_("{name} agreed.", name=bond.person.first_name))


@on(OwnChat, who=Role.CLIENT)
def own_chat(turn: Turn, wanted: OwnChat) -> Screen:
    bond = turn.work.family.bond(wanted.bond)
    code = family.own_chat(turn.work, turn.speaker, wanted.bond, now=turn.now)
    text = _(
        "{name} texts or writes to us from their own phone: JOIN {code}\nIt works once, within a week.",
        name=bond.person.first_name,
        code=code,
    )
    return Screen(text=text, choices=((choice(_("Back"), OpenFamily()),),), fresh=True)


@on(AskRemove, who=Role.CLIENT)
def ask_remove(turn: Turn, wanted: AskRemove) -> Screen:
    """Say what it means before the tap that does it. Raises NotYours."""
    bond = family.bond_of(turn.work, turn.speaker, wanted.bond)
    other = bond.speaker if bond.person.id == turn.speaker.id else bond.person
    text = (
        _("{name} can't book for you any more.", name=other.first_name)
        if other is bond.speaker
        else _(
            "You can't book for {name} any more. What {name} had stays with the studio.",
            name=other.first_name,
        )
    )
    sure = choice(_("Remove {name}", name=other.first_name), Remove(bond.terms.id), "danger", _("REMOVE"))
    return Screen(
        title=_("Remove {name}?", name=other.first_name),
        text=text,
        choices=((sure, choice(_("Keep it as it is"), OpenFamily(), word=_("KEEP"))),),
    )


@on(Remove, who=Role.CLIENT)
def remove(turn: Turn, wanted: Remove) -> Screen:
    family.end(turn.work, turn.speaker, wanted.bond, now=turn.now)
    turn.work.flush()
    return family_screen(turn).with_toast(_("That is ended."))


def _born(said: str, order: Order) -> date | None:
    """The day of the calendar that was typed. Imported late: it costs 0.3 s."""
    from dateparser.date import DateDataParser

    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        pass
    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"], "DATE_ORDER": order}
    languages = list(dict.fromkeys([voice().language, "en"]))
    found = DateDataParser(languages=languages, settings=settings).get_date_data(said).date_obj
    return found.date() if found else None


def full_day(moment: date) -> str:
    """Such as "24 May 2032", as the language writes it."""
    language = voice().language
    return format_date(moment, "long", locale="en_GB" if language == "en" else language)
