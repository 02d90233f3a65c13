"""Which trainer a client's words name: by first name, whole name or slug; several share a first name."""

import re

from bot.dialogue.turn import Turn
from bot.dialogue.typed import fold
from domain.trainers.model import Trainer


def those_named(turn: Turn, words: str) -> list[Trainer]:
    """Every trainer whom the words could mean, by name; where they mean none who takes bookings, one who did.
    What is said beside a first name that several share picks among them: "ana silva", "ana s".
    """
    said = set(re.findall(r"\w[\w-]*", fold(words)))
    everybody = turn.work.trainers.everybody()
    known = [each for each in everybody if said & {each.slug, fold(each.person.first_name)}]
    found = [each for each in known if each.active] or known
    closer = [each for each in found if _beside(each, said)]
    return sorted(closer if len(found) > 1 and closer else found, key=lambda each: fold(each.name))


def _beside(trainer: Trainer, said: set[str]) -> bool:
    names = fold(trainer.person.name).split()[1:]
    return any(word in (name, name[0]) for name in names for word in said)


def find_trainer(turn: Turn, words: str) -> Trainer | None:
    """The one whom the words name; of several that could be meant, the one with whom the client trains."""
    found = those_named(turn, words)
    if len(found) > 1:
        found = [each for each in found if turn.work.people.relationship(turn.person.id, each.id)]
    return found[0] if len(found) == 1 else None


def is_name_of(trainer: Trainer, words: str) -> bool:
    """Whether they are the name, and nothing besides."""
    person = trainer.person
    return fold(words) in (trainer.slug, fold(person.first_name), fold(person.name), fold(trainer.name))


def by_word(trainer: Trainer) -> str:
    """What to text for a trainer; "" for a number, where the name is another's too."""
    return "" if trainer.called else trainer.slug.upper()
