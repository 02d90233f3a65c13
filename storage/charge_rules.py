"""What charges a saved card, as triggers: it stays the card that it was, and only a fee is charged to it."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_NO_FEE = """NEW.method_id IS NOT NULL
    AND (SELECT purpose FROM payment WHERE id = NEW.payment_id) <> 'fee'"""

CHARGE_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("pay_page_method", "UPDATE OF method_id ON pay_page", "", "only_added"),
        refuses("pay_page_charge", "INSERT ON pay_page", _NO_FEE, "no_fee"),
    ),
    "postgresql": (
        calls(
            "method",
            "UPDATE OF method_id ON pay_page",
            "EXECUTE FUNCTION refuse('only_added', 'restrict_violation')",
        ),
        f"""CREATE FUNCTION refuse_charge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_NO_FEE} THEN
        RAISE EXCEPTION 'no_fee' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$""",
        calls("charge", "INSERT ON pay_page", "EXECUTE FUNCTION refuse_charge()"),
    ),
}
CHARGE_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": ("DROP TRIGGER pay_page_charge", "DROP TRIGGER pay_page_method"),
    "postgresql": (
        "DROP TRIGGER charge ON pay_page",
        "DROP FUNCTION refuse_charge",
        "DROP TRIGGER method ON pay_page",
    ),
}
