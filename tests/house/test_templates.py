"""Whatever may be said unasked has a template in each language, or a reason for none."""

from string import Formatter

import pytest

from bot.admin.wording_preview import check_size, ours, preview
from bot.dialogue.actions import SLUG
from bot.dialogue.words import LANGUAGES
from bot.languages import Language
from bot.notices.said import GROUPS
from bot.notices.template import Template
from bot.notices.templates import BY_SLUG, TEMPLATES, WITHOUT, templates_of
from bot.screens import load
from domain.notifications.kinds import KINDS, kind_of
from domain.wordings.model import LONGEST, Medium
from domain.wordings.rules import checked
from tests.house.words import TRANSLATED, catalogue, is_whole, sentences

load()
EACH = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)


def test_every_kind_has_a_template_or_a_reason_for_none() -> None:
    told = {each.kind for each in TEMPLATES.values()}
    assert told | WITHOUT.keys() == KINDS.keys()
    assert told & WITHOUT.keys() == set()


def test_every_template_is_said_in_each_language() -> None:
    """Its default is a sentence of the code; in another language its translation."""
    said = {each if isinstance(each, str) else each[0] for each in sentences()}
    assert {each.name for each in TEMPLATES.values() if each.ours not in said} == set()
    for language in TRANSLATED:
        known = catalogue(language)
        for template in TEMPLATES.values():
            message = known.get(template.ours)
            assert message, (language, template.name)
            assert is_whole(message.string), (language, template.name)


@EACH
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_names_only_what_it_has(template: Template, language: str) -> None:
    words = ours(template, language)
    named = {name for _text, name, _spec, _conversion in Formatter().parse(words) if name}
    assert named <= template.variables.keys()
    assert checked(words, [*template.variables]) == words
    assert len(words) <= LONGEST


@EACH
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_can_be_read_on_each_channel(template: Template, language: str) -> None:
    for medium in Medium:
        shown = preview(template, language, medium, ours(template, language), "Studio Demo")
        assert shown.text
        assert "{" not in shown.text
    check_size(template, language, ours(template, language), "Studio Demo")


def test_an_editor_knows_every_language() -> None:
    assert {each.value for each in Language} == LANGUAGES.keys()


def test_templates_can_be_told_apart_and_fit_a_button() -> None:
    assert len(BY_SLUG) == len(TEMPLATES)
    for slug, template in BY_SLUG.items():
        assert SLUG.fullmatch(slug)
        assert kind_of(template.kind).group in GROUPS
        texts = [each.ours for each in templates_of(template.kind)]
        assert len(texts) == len(set(texts)), template.kind
        assert len(template.name) <= 60
