"""What the provider was asked with stays, as triggers."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

ASKED_WITH = ("pay_page", "refund")

KEY_RULES: dict[str, Sequence[str]] = {
    "sqlite": tuple(
        refuses(f"{each}_key", f"UPDATE OF key ON {each}", "", "only_added") for each in ASKED_WITH
    ),
    "postgresql": tuple(
        calls(
            "key", f"UPDATE OF key ON {each}", "EXECUTE FUNCTION refuse('only_added', 'restrict_violation')"
        )
        for each in ASKED_WITH
    ),
}
KEY_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": tuple(f"DROP TRIGGER {each}_key" for each in ASKED_WITH),
    "postgresql": tuple(f"DROP TRIGGER key ON {each}" for each in ASKED_WITH),
}
