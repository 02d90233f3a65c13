"""The rules of payments that a table cannot declare. Of the migration that brought them."""

from collections.abc import Sequence

from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

_TERMS = "token, client_id, trainer_id, package_id, name, sessions, days, price_minor, currency, made_at"
NO_STEP = """OLD.status <> NEW.status AND NOT (OLD.status = 'open' AND NEW.status = 'paid'
    OR OLD.status = 'paid' AND NEW.status = 'undone' AND OLD.way <> 'card')"""
_BACK = """OLD.state = 'paid' AND NEW.state <> 'paid' OR OLD.session_id <> NEW.session_id
    OR OLD.intent_id <> NEW.intent_id"""
_KEPT = ("payment", "pay_page", "provider_event")
_MORE_THAN_PAID = """NEW.status IN ('approved', 'done') AND NEW.amount_minor + (
    SELECT coalesce(sum(other.amount_minor), 0) FROM refund AS other
    WHERE other.payment_id = NEW.payment_id AND other.id <> NEW.id AND other.status IN ('approved', 'done')
) > (SELECT price_minor FROM payment WHERE id = NEW.payment_id)"""
_NOT_SO = """OLD.status IN ('declined', 'failed') AND NEW.status <> OLD.status
    OR OLD.status <> 'asked' AND (NEW.status = 'asked' OR NEW.amount_minor <> OLD.amount_minor
        OR NEW.credits <> OLD.credits)"""
_RESTRICT = "'restrict_violation'"

PAYMENT_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        *(refuses(f"{each}_delete", f"DELETE ON {each}", "", "only_added") for each in _KEPT),
        refuses("provider_event_update", "UPDATE ON provider_event", "", "only_added"),
        refuses("payment_terms", f"UPDATE OF {_TERMS} ON payment", "", "only_added"),
        refuses("payment_step", "UPDATE OF status ON payment", NO_STEP, "no_such_step"),
        refuses("pay_page_back", "UPDATE ON pay_page", _BACK, "no_such_step"),
    ),
    "postgresql": (
        *(
            calls("only_added", f"DELETE ON {each}", f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})")
            for each in _KEPT
        ),
        *(
            calls(name, moment, f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})")
            for name, moment in (
                ("never_changed", "UPDATE ON provider_event"),
                ("never_changed", f"UPDATE OF {_TERMS} ON payment"),
            )
        ),
        calls(
            "no_such_step",
            "UPDATE OF status ON payment",
            f"WHEN ({NO_STEP}) EXECUTE FUNCTION refuse('no_such_step', {_RESTRICT})",
        ),
        calls(
            "no_such_step",
            "UPDATE ON pay_page",
            f"WHEN ({_BACK}) EXECUTE FUNCTION refuse('no_such_step', {_RESTRICT})",
        ),
    ),
}

REFUND_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("refund_delete", "DELETE ON refund", "", "only_added"),
        refuses("refund_step", "UPDATE ON refund", _NOT_SO, "no_such_step"),
        refuses("refund_insert_more", "INSERT ON refund", _MORE_THAN_PAID, "more_than_paid"),
        refuses("refund_update_more", "UPDATE ON refund", _MORE_THAN_PAID, "more_than_paid"),
    ),
    "postgresql": (
        calls("only_added", "DELETE ON refund", f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})"),
        calls(
            "no_such_step",
            "UPDATE ON refund",
            f"WHEN ({_NOT_SO}) EXECUTE FUNCTION refuse('no_such_step', {_RESTRICT})",
        ),
        f"""CREATE FUNCTION refuse_refund() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM 1 FROM payment WHERE id = NEW.payment_id FOR NO KEY UPDATE;
    IF {_MORE_THAN_PAID} THEN
        RAISE EXCEPTION 'more_than_paid' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$""",
        calls("refund", "INSERT OR UPDATE ON refund", "EXECUTE FUNCTION refuse_refund()"),
    ),
}

_A_GAP = "NEW.number <> 1 + coalesce((SELECT max(number) FROM receipt WHERE year = NEW.year), 0)"

RECEIPT_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("receipt_delete", "DELETE ON receipt", "", "only_added"),
        refuses("receipt_update", "UPDATE ON receipt", "", "only_added"),
        refuses("receipt_gap", "INSERT ON receipt", _A_GAP, "a_gap"),
    ),
    "postgresql": (
        calls(
            "only_added",
            "UPDATE OR DELETE ON receipt",
            f"EXECUTE FUNCTION refuse('only_added', {_RESTRICT})",
        ),
        # One who numbers after the other; whoever waited has read a number that is taken, and is run again.
        f"""CREATE FUNCTION refuse_receipt() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('receipt'), NEW.year);
    IF {_A_GAP} THEN
        RAISE EXCEPTION 'a_gap' USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NEW;
END $$""",
        calls("receipt", "INSERT ON receipt", "EXECUTE FUNCTION refuse_receipt()"),
    ),
}
