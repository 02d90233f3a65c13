"""What is asked, and what is agreed to. Whoever changes a word raises its version, and it is asked anew."""

from dataclasses import dataclass

from domain.health.model import HealthForm
from domain.words import N_


@dataclass(frozen=True, slots=True)
class Question:
    """``name`` is how its answer is kept; ``words`` are a msgid."""

    name: str
    words: str


QUESTIONS_VERSION = 1
QUESTIONS = (
    Question("heart", N_("Has a doctor ever found a heart condition or high blood pressure?")),
    Question("chest", N_("Do you feel pain or tightness in your chest, at rest or when you move?")),
    Question("dizzy", N_("Have you fainted, or lost your balance from dizziness, in the past year?")),
    Question("joints", N_("Is there a bone, joint or muscle problem that exercise could make worse?")),
    Question("medicine", N_("Do you take medicine regularly for a lasting condition?")),
    Question("pregnant", N_("Are you pregnant, or have you had a baby in the past six months?")),
    Question("advice", N_("Has a doctor advised you to exercise only under supervision?")),
)
NOTE = Question("note", N_("What else should your trainer know? An old injury, an operation, an allergy."))

WAIVER_VERSION = 1
WAIVER = Question(
    "waiver",
    N_(
        "My answers are true as far as I know, and I will tell my trainer when my health changes. "
        "I understand that exercise carries a risk of injury, I train within my limits, and I stop when "
        "something hurts. I am responsible for asking a doctor where I am in doubt. "
        "Nothing here takes away rights that the law gives me."
    ),
)
VERSIONS = (QUESTIONS_VERSION, WAIVER_VERSION)


def is_current(form: HealthForm | None) -> bool:
    """Whether this was signed under the words of today."""
    return form is not None and (form.questions_version, form.waiver_version) == VERSIONS
