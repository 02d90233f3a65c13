"""The rules of rooms and equipment that a table cannot declare. Of the migration that brought them.

No two sessions have one unit at once, by the rule that keeps a trainer's sessions apart; and a use follows
its session in time and in life, whoever moves or ends that.
"""

from collections.abc import Sequence

from storage.constraints import TAKEN
from storage.constraints import _calls as calls
from storage.constraints import _refuses as refuses

# Live uses of a unit are apart: of those that begin before the new one ends, only the last can reach into it.
_REACHES_IN = """NEW.live AND NEW.busy_from < (
    SELECT busy_to FROM resource_use AS other
    WHERE other.resource_id = NEW.resource_id AND other.unit = NEW.unit
    AND other.busy_from < NEW.busy_to AND other.live {and_not_itself}
    ORDER BY other.busy_from DESC LIMIT 1
)"""
_NOT_ITSELF = "AND other.id <> NEW.id"
_BEYOND = "NEW.unit > (SELECT count FROM resource WHERE id = NEW.resource_id)"
_FOLLOW = """UPDATE resource_use SET busy_from = NEW.busy_from, busy_to = NEW.busy_to, live = NEW.live
    WHERE session_id = NEW.id"""
_SESSION = "UPDATE OF busy_from, busy_to, live ON training_session"
_USE = "UPDATE OF resource_id, unit, busy_from, busy_to, live ON resource_use"

RESOURCE_RULES: dict[str, Sequence[str]] = {
    "sqlite": (
        refuses("unit_taken_insert", "INSERT ON resource_use", _REACHES_IN.format(and_not_itself=""), TAKEN),
        refuses("unit_taken_update", _USE, _REACHES_IN.format(and_not_itself=_NOT_ITSELF), TAKEN),
        refuses("unit_insert", "INSERT ON resource_use", _BEYOND, "no_such_unit"),
        refuses("unit_update", "UPDATE OF resource_id, unit ON resource_use", _BEYOND, "no_such_unit"),
        f"CREATE TRIGGER use_follows AFTER {_SESSION} BEGIN {_FOLLOW}; END",
    ),
    "postgresql": (
        # Ranges over one thing stand in for equality, which GiST has only with an extension.
        """ALTER TABLE resource_use ADD CONSTRAINT unit_taken EXCLUDE USING gist (
    int8range(resource_id, resource_id, '[]') WITH &&, int4range(unit, unit, '[]') WITH &&,
    tstzrange(busy_from, busy_to, '[)') WITH &&
) WHERE (live)""",
        f"""CREATE FUNCTION refuse_unit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_BEYOND} THEN
        RAISE EXCEPTION 'no_such_unit' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$""",
        calls(
            "unit",
            "INSERT OR UPDATE OF resource_id, unit ON resource_use",
            "EXECUTE FUNCTION refuse_unit()",
        ),
        f"""CREATE FUNCTION use_follows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    {_FOLLOW};
    RETURN NULL;
END $$""",
        f"CREATE TRIGGER use_follows AFTER {_SESSION} FOR EACH ROW EXECUTE FUNCTION use_follows()",
    ),
}
RESOURCE_RULES_END: dict[str, Sequence[str]] = {
    "sqlite": ("DROP TRIGGER use_follows",),
    "postgresql": ("DROP TRIGGER use_follows ON training_session", "DROP FUNCTION use_follows"),
}
