"""Rules that a table cannot declare, as triggers and an exclusion constraint. Migrations create them.

The same rules on both engines; what a rule says when it refuses is read in ``storage/work.py``. None of
them reads a clock: services expire what has lapsed before they claim.
"""

# ruff: noqa: S608 - constants only, nothing from outside

from collections.abc import Sequence

TAKEN = "slot_taken"
FULL = "calendar_full"
NO_OVERLAP = "no_overlap"

# Live sessions of a trainer are apart, so of those that begin before the new one ends, only the last
# can reach into it: one look into the index, however long the history.
_REACHES_IN = """NEW.live AND NEW.busy_from < (
    SELECT busy_to FROM training_session AS other
    WHERE other.trainer_id = NEW.trainer_id AND other.busy_from < NEW.busy_to AND other.live {and_not_itself}
    ORDER BY other.busy_from DESC LIMIT 1
)"""
_GONE = "('cancelled', 'declined', 'expired')"
_BEYOND = "NEW.seat > (SELECT capacity FROM training_session WHERE id = NEW.session_id)"
_CUT_OFF = f"""EXISTS (
    SELECT 1 FROM booking WHERE session_id = NEW.id AND seat > NEW.capacity
    AND status NOT IN {_GONE}
)"""
_SEATED = f"EXISTS (SELECT 1 FROM booking WHERE session_id = NEW.id AND status NOT IN {_GONE})"
_LEFT_BEHIND = f"""NEW.status NOT IN {_GONE}
    AND NOT (SELECT live FROM training_session WHERE id = NEW.session_id)"""
_STALE = "NEW.version < OLD.version OR (NEW.version = OLD.version AND NEW.status <> OLD.status)"
# As FOLLOWS in domain/bookings/rules.py was at first; what is not named here is an end.
_NO_STEP = f"""NEW.version > OLD.version AND NEW.status <> OLD.status AND NOT (
    OLD.status = 'held' AND NEW.status IN ('requested', 'confirmed', 'cancelled', 'expired')
    OR OLD.status = 'requested' AND NEW.status IN ('confirmed', {_GONE[1:]}
    OR OLD.status = 'confirmed' AND NEW.status IN ('completed', 'no_show', 'cancelled')
)"""


def _refuses(name: str, moment: str, when: str, says: str) -> str:
    """A trigger of SQLite's."""
    guard = f"WHEN {when} " if when else ""
    return f"CREATE TRIGGER {name} BEFORE {moment} {guard}BEGIN SELECT RAISE(ABORT, '{says}'); END"


SQLITE: Sequence[str] = (
    _refuses("no_overlap_insert", "INSERT ON training_session", _REACHES_IN.format(and_not_itself=""), TAKEN),
    _refuses(
        "no_overlap_update",
        "UPDATE OF busy_from, busy_to, live, trainer_id ON training_session",
        _REACHES_IN.format(and_not_itself="AND other.id <> NEW.id"),
        TAKEN,
    ),
    _refuses("seat_insert", "INSERT ON booking", _BEYOND, "no_such_seat"),
    _refuses("seat_update", "UPDATE OF seat, session_id ON booking", _BEYOND, "no_such_seat"),
    _refuses("live_insert", "INSERT ON booking", _LEFT_BEHIND, "session_over"),
    _refuses("live_update", "UPDATE OF status, session_id ON booking", _LEFT_BEHIND, "session_over"),
    _refuses(
        "seated_update", "UPDATE OF live ON training_session", f"NOT NEW.live AND {_SEATED}", "seat_in_use"
    ),
    _refuses("step_update", "UPDATE OF status ON booking", _NO_STEP, "no_such_step"),
    _refuses("capacity_update", "UPDATE OF capacity ON training_session", _CUT_OFF, "seat_in_use"),
    _refuses("version_update", "UPDATE OF version, status ON booking", _STALE, "stale_version"),
    _refuses("change_update", "UPDATE ON booking_change", "", "only_added"),
    _refuses("change_delete", "DELETE ON booking_change", "", "only_added"),
)

# A range over one trainer stands in for equality, which GiST has only with an extension.
_EXCLUSION = f"""ALTER TABLE training_session ADD CONSTRAINT {NO_OVERLAP} EXCLUDE USING gist (
    int8range(trainer_id, trainer_id, '[]') WITH &&, tstzrange(busy_from, busy_to, '[)') WITH &&
) WHERE (live)"""

# The session is locked against a change of its capacity, or an end, meanwhile.
_SEAT = f"""CREATE FUNCTION refuse_seat() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    PERFORM 1 FROM training_session WHERE id = NEW.session_id FOR SHARE;
    IF {_BEYOND} THEN
        RAISE EXCEPTION 'no_such_seat' USING ERRCODE = 'check_violation';
    END IF;
    IF {_LEFT_BEHIND} THEN
        RAISE EXCEPTION 'session_over' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$"""
_CAPACITY = f"""CREATE FUNCTION refuse_capacity() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_CUT_OFF} OR NOT NEW.live AND {_SEATED} THEN
        RAISE EXCEPTION 'seat_in_use' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$"""

_REFUSE = """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = TG_ARGV[1];
END $$"""


def _calls(name: str, moment: str, call: str) -> str:
    """A trigger of PostgreSQL's."""
    return f"CREATE TRIGGER {name} BEFORE {moment} FOR EACH ROW {call}"


POSTGRESQL: Sequence[str] = (
    _EXCLUSION,
    _SEAT,
    _calls(
        "seat", "INSERT OR UPDATE OF seat, session_id, status ON booking", "EXECUTE FUNCTION refuse_seat()"
    ),
    _CAPACITY,
    _calls(
        "capacity_update",
        "UPDATE OF capacity, live ON training_session",
        "EXECUTE FUNCTION refuse_capacity()",
    ),
    _REFUSE,
    _calls(
        "version_update",
        "UPDATE OF version, status ON booking",
        # A writer that had read an older version is run again, as after any lost serialization.
        f"WHEN ({_STALE}) EXECUTE FUNCTION refuse('stale_version', 'serialization_failure')",
    ),
    _calls(
        "step_update",
        "UPDATE OF status ON booking",
        f"WHEN ({_NO_STEP}) EXECUTE FUNCTION refuse('no_such_step', 'check_violation')",
    ),
    _calls(
        "only_added",
        "UPDATE OR DELETE ON booking_change",
        "EXECUTE FUNCTION refuse('only_added', 'restrict_violation')",
    ),
)

RULES = {"sqlite": SQLITE, "postgresql": POSTGRESQL}  # of migration 0001

CONSENT_RULES: dict[str, Sequence[str]] = {  # of migration 0003
    "sqlite": (
        _refuses("consent_update", "UPDATE ON consent", "", "only_added"),
        _refuses("consent_delete", "DELETE ON consent", "", "only_added"),
    ),
    "postgresql": (
        _calls(
            "only_added",
            "UPDATE OR DELETE ON consent",
            "EXECUTE FUNCTION refuse('only_added', 'restrict_violation')",
        ),
    ),
}

# A day or a week of the calendar is a range of texts that sort as the days do. Of no limit, NULL, nothing is
# more.
_ON_CALENDAR = """(
    SELECT count(*) FROM training_session AS other WHERE other.trainer_id = NEW.trainer_id AND other.live
    AND other.wall >= {first} AND other.wall < {after} {{and_not_itself}}
) >= {most}"""
_SQLITE_DAY = "date(substr(NEW.wall, 1, 10){})"
_MONDAY = ", 'weekday 0', '-6 days'"
_FULL_DAY = _ON_CALENDAR.format(
    first=_SQLITE_DAY.format(""),
    after=_SQLITE_DAY.format(", '+1 day'"),
    most="(SELECT most_a_day FROM trainer WHERE id = NEW.trainer_id)",
)
_FULL_WEEK = _ON_CALENDAR.format(
    first=_SQLITE_DAY.format(_MONDAY),
    after=_SQLITE_DAY.format(f"{_MONDAY}, '+7 days'"),
    most="(SELECT most_a_week FROM trainer WHERE id = NEW.trainer_id)",
)
_IS_FULL = f"NEW.live AND ({_FULL_DAY} OR {_FULL_WEEK})"
_PG_DAY = "to_char({}, 'YYYY-MM-DD')"
_NOT_ITSELF = "AND other.id <> NEW.id"
# Whoever fills the last place holds the trainer's row, so that the next one counts it.
_REFUSE_FULL = f"""CREATE FUNCTION refuse_full() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    limits record;
    day date := left(NEW.wall, 10)::date;
    monday date := date_trunc('week', left(NEW.wall, 10)::timestamp)::date;
BEGIN
    SELECT most_a_day, most_a_week INTO limits FROM trainer
    WHERE id = NEW.trainer_id AND (most_a_day IS NOT NULL OR most_a_week IS NOT NULL)
    FOR NO KEY UPDATE;
    IF FOUND AND (
        {
    _ON_CALENDAR.format(
        first=_PG_DAY.format("day"), after=_PG_DAY.format("day + 1"), most="limits.most_a_day"
    ).format(and_not_itself=_NOT_ITSELF)
}
        OR {
    _ON_CALENDAR.format(
        first=_PG_DAY.format("monday"), after=_PG_DAY.format("monday + 7"), most="limits.most_a_week"
    ).format(and_not_itself=_NOT_ITSELF)
}
    ) THEN
        RAISE EXCEPTION '{FULL}' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$"""
_CALENDAR = "UPDATE OF wall, live, trainer_id ON training_session"

LIMIT_RULES: dict[str, Sequence[str]] = {  # of the migration that brought limits
    "sqlite": (
        _refuses("full_insert", "INSERT ON training_session", _IS_FULL.format(and_not_itself=""), FULL),
        _refuses("full_update", _CALENDAR, _IS_FULL.format(and_not_itself=_NOT_ITSELF), FULL),
    ),
    "postgresql": (
        _REFUSE_FULL,
        _calls("full_insert", "INSERT ON training_session", "WHEN (NEW.live) EXECUTE FUNCTION refuse_full()"),
        _calls("full_update", _CALENDAR, "WHEN (NEW.live) EXECUTE FUNCTION refuse_full()"),
    ),
}
# A mark can be undone and set right: "completed" and "no_show" are no ends any more.
_NO_STEP_BUT_BACK = f"""{_NO_STEP} AND NOT (
    OLD.status = 'completed' AND NEW.status IN ('confirmed', 'no_show')
    OR OLD.status = 'no_show' AND NEW.status IN ('confirmed', 'completed')
)"""


def _steps(no_step: str) -> dict[str, Sequence[str]]:
    """The rule of steps in place of the one before it."""
    refusal = f"WHEN ({no_step}) EXECUTE FUNCTION refuse('no_such_step', 'check_violation')"
    return {
        "sqlite": (
            "DROP TRIGGER step_update",
            _refuses("step_update", "UPDATE OF status ON booking", no_step, "no_such_step"),
        ),
        "postgresql": (
            "DROP TRIGGER step_update ON booking",
            _calls("step_update", "UPDATE OF status ON booking", refusal),
        ),
    }


STEP_RULES, STEP_RULES_BEFORE = _steps(_NO_STEP_BUT_BACK), _steps(_NO_STEP)  # of migration 0012

# What a booking costs was shown before it was made, and is nobody's to change afterwards.
_COSTS = "NEW.price_minor <> OLD.price_minor OR NEW.currency <> OLD.currency"
_PRICE = "UPDATE OF price_minor, currency ON booking"
PRICE_RULES: dict[str, Sequence[str]] = {  # of the migration that brought lengths
    "sqlite": (_refuses("price_update", _PRICE, _COSTS, "price_is_frozen"),),
    "postgresql": (
        _calls(
            "price_update",
            _PRICE,
            f"WHEN ({_COSTS}) EXECUTE FUNCTION refuse('price_is_frozen', 'check_violation')",
        ),
    ),
}
PRICE_RULES_END = {
    "sqlite": ("DROP TRIGGER price_update",),
    "postgresql": ("DROP TRIGGER price_update ON booking",),
}


POLICY_RULES: dict[str, Sequence[str]] = {  # of the migration that brought policies
    "sqlite": (
        _refuses("policy_update", "UPDATE ON policy", "", "only_added"),
        _refuses("policy_delete", "DELETE ON policy", "", "only_added"),
        _refuses(
            "policy_frozen",
            "UPDATE OF policy_id ON booking",
            "NEW.policy_id IS NOT OLD.policy_id",
            "policy_frozen",
        ),
    ),
    "postgresql": (
        _calls(
            "only_added",
            "UPDATE OR DELETE ON policy",
            "EXECUTE FUNCTION refuse('only_added', 'restrict_violation')",
        ),
        _calls(
            "policy_frozen",
            "UPDATE OF policy_id ON booking",
            "WHEN (NEW.policy_id IS DISTINCT FROM OLD.policy_id) "
            "EXECUTE FUNCTION refuse('policy_frozen', 'restrict_violation')",
        ),
    ),
}
POLICY_RULES_END = {
    "sqlite": ("DROP TRIGGER policy_frozen",),
    "postgresql": ("DROP TRIGGER policy_frozen ON booking",),
}


def _apart(table: str, owner: str) -> dict[str, Sequence[str]]:
    """No two rows of an owner share a day, from ``first`` to ``last``."""
    shares = f"""EXISTS (
    SELECT 1 FROM {table} AS other WHERE other.{owner} = NEW.{owner}
    AND other.first <= NEW.last AND other.last >= NEW.first {{and_not_itself}}
)"""
    moment = f"UPDATE OF first, last, {owner} ON {table}"
    return {
        "sqlite": (
            _refuses(f"{table}_insert", f"INSERT ON {table}", shares.format(and_not_itself=""), "days_taken"),
            _refuses(f"{table}_update", moment, shares.format(and_not_itself=_NOT_ITSELF), "days_taken"),
        ),
        "postgresql": (
            f"""ALTER TABLE {table} ADD CONSTRAINT {table}_apart EXCLUDE USING gist (
    int8range({owner}, {owner}, '[]') WITH &&, daterange(first, last, '[]') WITH &&
)""",
        ),
    }


SEASON_RULES = _apart("season_dates", "trainer_id")

# What was cancelled keeps its place for a minute, in which it may go back to what it was.
_TAKEN = f"(status NOT IN {_GONE} OR kept_until IS NOT NULL)"
_NO_STEP_BUT_UNDONE = f"""{_NO_STEP_BUT_BACK} AND NOT (
    OLD.status = 'cancelled' AND NEW.status IN ('requested', 'confirmed') AND OLD.kept_until IS NOT NULL
)"""
_REVIVED = """NEW.kept_until IS NOT NULL AND OLD.kept_until IS NULL
    AND OLD.status NOT IN ('requested', 'confirmed')"""


def _keeps(taken: str) -> dict[str, Sequence[str]]:
    """A session with a place that is taken neither ends nor shrinks."""
    cut_off = f"EXISTS (SELECT 1 FROM booking WHERE session_id = NEW.id AND seat > NEW.capacity AND {taken})"
    seated = f"NOT NEW.live AND EXISTS (SELECT 1 FROM booking WHERE session_id = NEW.id AND {taken})"
    return {
        "sqlite": (
            "DROP TRIGGER capacity_update",
            _refuses("capacity_update", "UPDATE OF capacity ON training_session", cut_off, "seat_in_use"),
            "DROP TRIGGER seated_update",
            _refuses("seated_update", "UPDATE OF live ON training_session", seated, "seat_in_use"),
        ),
        "postgresql": (
            f"""CREATE OR REPLACE FUNCTION refuse_capacity() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {cut_off} OR {seated} THEN
        RAISE EXCEPTION 'seat_in_use' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$""",
        ),
    }


_REVIVE = "UPDATE OF kept_until ON booking"
_NOT_REVIVED = {
    "sqlite": (_refuses("kept_update", _REVIVE, _REVIVED, "no_such_step"),),
    "postgresql": (
        _calls(
            "kept_update",
            _REVIVE,
            f"WHEN ({_REVIVED}) EXECUTE FUNCTION refuse('no_such_step', 'check_violation')",
        ),
    ),
}
_UNDO_STEPS, _KEPT_PLACES = _steps(_NO_STEP_BUT_UNDONE), _keeps(_TAKEN)
KEPT_RULES = {  # of the migration that lets a cancellation be undone
    engine: (*_UNDO_STEPS[engine], *_KEPT_PLACES[engine], *_NOT_REVIVED[engine]) for engine in RULES
}
_PLACES_BEFORE = _keeps(f"status NOT IN {_GONE}")
KEPT_RULES_END = {
    engine: (*STEP_RULES[engine], *_PLACES_BEFORE[engine], drop)
    for engine, drop in {
        "sqlite": "DROP TRIGGER kept_update",
        "postgresql": "DROP TRIGGER kept_update ON booking",
    }.items()
}
TRIP_RULES = _apart("trip", "person_id")

# The dates of a standing slot are its client's.
_NOT_THEIRS = """NEW.standing_id IS NOT NULL
    AND NEW.client_id <> (SELECT client_id FROM standing_slot WHERE id = NEW.standing_id)"""
_REFUSE_SLOT = f"""CREATE FUNCTION refuse_slot() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF {_NOT_THEIRS} THEN
        RAISE EXCEPTION 'not_their_slot' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$"""
_NAMED = "UPDATE OF standing_id, client_id ON booking"

STANDING_RULES: dict[str, Sequence[str]] = {  # of the migration that brought standing slots
    "sqlite": (
        _refuses("their_slot_insert", "INSERT ON booking", _NOT_THEIRS, "not_their_slot"),
        _refuses("their_slot_update", _NAMED, _NOT_THEIRS, "not_their_slot"),
    ),
    "postgresql": (
        _REFUSE_SLOT,
        _calls("their_slot", f"INSERT OR {_NAMED}", "EXECUTE FUNCTION refuse_slot()"),
    ),
}
