"""What is decided about money stays so, as triggers. Of the migration that brought them."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_UNDECIDED = """OLD.status = 'approved' AND NEW.status NOT IN ('approved', 'done', 'failed')
    OR OLD.status = 'done' AND NEW.status NOT IN ('done', 'failed')"""
_ANOTHER = """OLD.status <> 'open'
    AND (NEW.way <> OLD.way OR NEW.lot_id <> OLD.lot_id OR NEW.paid_at <> OLD.paid_at)"""
_NO_SOURCE = "(NEW.payment_id IS NULL) <> (NEW.cause IS NULL)"
_RESTRICT = "'restrict_violation'"

PAID_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("refund_undecided", "UPDATE OF status ON refund", _UNDECIDED, "no_such_step"),
        refuses("payment_another", "UPDATE OF way, lot_id, paid_at ON payment", _ANOTHER, "only_added"),
        refuses("entry_source", "INSERT ON ledger_entry", _NO_SOURCE, "no_source"),
    ),
    "postgresql": (
        calls(
            "undecided",
            "UPDATE OF status ON refund",
            f"WHEN ({_UNDECIDED}) EXECUTE FUNCTION refuse('no_such_step', {_RESTRICT})",
        ),
        calls(
            "another",
            "UPDATE OF way, lot_id, paid_at ON payment",
            f"WHEN ({_ANOTHER}) EXECUTE FUNCTION refuse('only_added', {_RESTRICT})",
        ),
        calls(
            "source",
            "INSERT ON ledger_entry",
            f"WHEN ({_NO_SOURCE}) EXECUTE FUNCTION refuse('no_source', 'check_violation')",
        ),
    ),
}
PAID_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": (
        "DROP TRIGGER refund_undecided",
        "DROP TRIGGER payment_another",
        "DROP TRIGGER entry_source",
    ),
    "postgresql": (
        "DROP TRIGGER undecided ON refund",
        "DROP TRIGGER another ON payment",
        "DROP TRIGGER source ON ledger_entry",
    ),
}
