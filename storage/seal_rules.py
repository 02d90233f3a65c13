"""A seal stays as it was made. Of the migration that brought it."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

SEAL_RULES: dict[str, Sequence[str]] = {
    "sqlite": tuple(
        refuses(f"seal_{verb.lower()}", f"{verb} ON ledger_seal", "", "only_added")
        for verb in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        calls(
            "only_added",
            "UPDATE OR DELETE ON ledger_seal",
            "EXECUTE FUNCTION refuse('only_added', 'restrict_violation')",
        ),
    ),
}
