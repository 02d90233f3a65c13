"""What a kind of notice says, in the studio's own words where it has some: a catalogue before ours."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.dialogue.words import Instead, known_language
from bot.notices.template import Template
from bot.notices.templates import templates_of
from domain.wordings.model import Medium
from domain.wordings.rules import filled, variables_of

if TYPE_CHECKING:
    from bot.notices.registry import Notice


def in_their_words(told_of: "Notice") -> Instead | None:
    """None where the kind has no template. What it answers raises NoValue rather than say nothing by name."""
    templates = {each.ours: each for each in templates_of(told_of.notification.kind)}
    if not templates:
        return None
    address = told_of.address
    own = told_of.work.wordings.of(
        told_of.notification.kind, known_language(address.person.locale), Medium.of(address.channel)
    )

    def instead(message: str, ours: str, facts: Mapping[str, Any]) -> str | None:
        template = templates.get(message)
        if template is None:
            return None
        words = own.get(template.name, ours)
        return filled(words, _values(told_of, template, words, facts))

    return instead


def _values(told_of: "Notice", template: Template, words: str, facts: Mapping[str, Any]) -> dict[str, object]:
    """Of the sentence, and what else it may name, which is only asked for where it is named."""
    more = {
        name: template.variables[name].value
        for name in variables_of(words)
        if name not in facts and name in template.variables
    }
    return {**facts, **{name: value(told_of, facts) for name, value in more.items() if value}}
