"""The rules of memberships, their bills and wallets that a table cannot declare, as triggers."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_TERMS = "token, payer_id, trainer_id, package_id, name, sessions, days, price_minor, currency, made_at"
_MONTH = "membership_id, invoice_id, amount_minor, currency, starts, ends"
_NO_STEP = """OLD.state <> NEW.state AND (OLD.state IN ('cancelled', 'expired') OR NEW.state = 'open')
    OR OLD.subscription_id <> NEW.subscription_id"""
_PAID = """OLD.state <> 'open' AND (NEW.state <> OLD.state
    OR NEW.intent_id <> OLD.intent_id OR NEW.payment_id <> OLD.payment_id)"""
_ANOTHER = "OLD.customer_id IS NOT NULL AND (NEW.customer_id IS NULL OR NEW.customer_id <> OLD.customer_id)"
_SHOWN = """EXISTS (SELECT 1 FROM membership WHERE id = NEW.membership_id
    AND (session_id IS NOT NULL OR state <> 'open'))"""
_RESTRICT = "'restrict_violation'"
_ADDED = f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})"
_NO = f"EXECUTE FUNCTION refuse('no_such_step', {_RESTRICT})"
_KEPT = ("membership", "membership_service", "bill", "wallet")

MEMBERSHIP_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        *(refuses(f"{each}_delete", f"DELETE ON {each}", "", "only_added") for each in _KEPT),
        refuses("membership_terms", f"UPDATE OF {_TERMS} ON membership", "", "only_added"),
        refuses("membership_step", "UPDATE ON membership", _NO_STEP, "no_such_step"),
        refuses("membership_service_update", "UPDATE ON membership_service", "", "only_added"),
        refuses("membership_service_late", "INSERT ON membership_service", _SHOWN, "too_late"),
        refuses("bill_month", f"UPDATE OF {_MONTH} ON bill", "", "only_added"),
        refuses("bill_step", "UPDATE ON bill", _PAID, "no_such_step"),
        refuses("wallet_another", "UPDATE ON wallet", _ANOTHER, "no_such_step"),
    ),
    "postgresql": (
        *(calls("only_added", f"DELETE ON {each}", _ADDED) for each in _KEPT),
        calls("never_changed", f"UPDATE OF {_TERMS} ON membership", _ADDED),
        calls("no_such_step", "UPDATE ON membership", f"WHEN ({_NO_STEP}) {_NO}"),
        calls("never_changed", "UPDATE ON membership_service", _ADDED),
        f"""CREATE FUNCTION refuse_membership_term() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_SHOWN} THEN
        RAISE EXCEPTION 'too_late' USING ERRCODE = {_RESTRICT};
    END IF;
    RETURN NEW;
END $$""",
        calls("late", "INSERT ON membership_service", "EXECUTE FUNCTION refuse_membership_term()"),
        calls("never_changed", f"UPDATE OF {_MONTH} ON bill", _ADDED),
        calls("no_such_step", "UPDATE ON bill", f"WHEN ({_PAID}) {_NO}"),
        calls("no_such_step", "UPDATE ON wallet", f"WHEN ({_ANOTHER}) {_NO}"),
    ),
}
MEMBERSHIP_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": (),
    "postgresql": ("DROP FUNCTION refuse_membership_term()",),
}
