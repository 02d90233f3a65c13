"""What is paid first is paid, and what a policy charges is entered once, as triggers. Of the migration that
brought them.
"""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses
from storage.payment_rules import NO_STEP

_RESTRICT = "'restrict_violation'"
# A credit pays for it, or a deposit was paid.
_NOT_PAID = """NEW.pay <> 'later' AND NEW.status IN ('requested', 'confirmed') AND NEW.price_minor > 0
    AND NEW.lot_id IS NULL AND (NEW.pay = 'first' OR NOT EXISTS (SELECT 1 FROM payment
        WHERE booking_id = NEW.id AND purpose = 'deposit' AND status = 'paid'))"""
_FIRM = "UPDATE OF status, lot_id ON booking"
_NOT_ENTERED = """NEW.cost IN ('used', 'fee')
    AND (SELECT price_minor FROM booking WHERE id = NEW.booking_id) > 0
    AND NOT EXISTS (SELECT 1 FROM ledger_entry
        WHERE booking_id = NEW.booking_id AND version = NEW.version AND step IN ('used', 'fee'))"""
_NO_STEP = f"{NO_STEP} AND NOT (OLD.status = 'open' AND NEW.status = 'dropped')"
_STATUS = "UPDATE OF status ON payment"


def _steps(no_step: str) -> dict[str, Sequence[str]]:
    refusal = f"WHEN ({no_step}) EXECUTE FUNCTION refuse('no_such_step', {_RESTRICT})"
    return {
        "sqlite": (
            "DROP TRIGGER payment_step",
            refuses("payment_step", _STATUS, no_step, "no_such_step"),
        ),
        "postgresql": (
            "DROP TRIGGER no_such_step ON payment",
            calls("no_such_step", _STATUS, refusal),
        ),
    }


_DROPPED, _BEFORE = _steps(_NO_STEP), _steps(NO_STEP)

PAY_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        *_DROPPED["sqlite"],
        refuses("paid_first_insert", "INSERT ON booking", _NOT_PAID, "not_paid"),
        refuses("paid_first_update", _FIRM, _NOT_PAID, "not_paid"),
        refuses("pay_frozen", "UPDATE OF pay ON booking", "NEW.pay <> OLD.pay", "pay_frozen"),
        refuses("purpose_frozen", "UPDATE OF purpose ON payment", "", "only_added"),
        refuses("outcome_entered", "INSERT ON booking_change", _NOT_ENTERED, "not_entered"),
    ),
    "postgresql": (
        *_DROPPED["postgresql"],
        f"""CREATE FUNCTION refuse_unpaid() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_NOT_PAID} THEN
        RAISE EXCEPTION 'not_paid' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$""",
        calls("paid_first", f"INSERT OR {_FIRM}", "EXECUTE FUNCTION refuse_unpaid()"),
        calls(
            "pay_frozen",
            "UPDATE OF pay ON booking",
            f"WHEN (NEW.pay <> OLD.pay) EXECUTE FUNCTION refuse('pay_frozen', {_RESTRICT})",
        ),
        calls(
            "purpose_frozen",
            "UPDATE OF purpose ON payment",
            f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})",
        ),
        f"""CREATE FUNCTION refuse_outcome() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_NOT_ENTERED} THEN
        RAISE EXCEPTION 'not_entered' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$""",
        calls("outcome_entered", "INSERT ON booking_change", "EXECUTE FUNCTION refuse_outcome()"),
    ),
}
PAY_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": (
        *(
            f"DROP TRIGGER {each}"
            for each in (
                "paid_first_insert",
                "paid_first_update",
                "pay_frozen",
                "purpose_frozen",
                "outcome_entered",
            )
        ),
        *_BEFORE["sqlite"],
    ),
    "postgresql": (
        "DROP TRIGGER paid_first ON booking",
        "DROP FUNCTION refuse_unpaid",
        "DROP TRIGGER pay_frozen ON booking",
        "DROP TRIGGER purpose_frozen ON payment",
        "DROP TRIGGER outcome_entered ON booking_change",
        "DROP FUNCTION refuse_outcome",
        *_BEFORE["postgresql"],
    ),
}
