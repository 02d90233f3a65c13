"""Any order of taps by anybody, with any time between them, and processes that die: what must hold holds
after each step, read past the services.

``TRAINERHUB_STEPS`` is how many steps are taken on each engine, after each of which all truths are asked;
they are shared out, so that a soak with ``-n`` takes all cores. ``TRAINERHUB_SEED`` begins elsewhere; the
seed of each round is shown where it fails.
"""

import asyncio
import os

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.domain.machine.credit_rules import Credits
from tests.domain.machine.day_rules import Days
from tests.domain.machine.ground import Ground
from tests.domain.machine.group_rules import Groups
from tests.domain.machine.slot_rules import Slots

STEPS = int(os.environ.get("TRAINERHUB_STEPS", "2000"))  # the suite's share; a soak asks for more
SHARE = 1000
SEED = int(os.environ.get("TRAINERHUB_SEED", "2026"))
ROUND = settings(
    max_examples=10,
    stateful_step_count=50,
    database=None,
    derandomize=False,
    suppress_health_check=list(HealthCheck),
)


class Studio(Groups, Slots, Days, Credits):
    """A studio of its own for each run."""


@pytest.mark.timeout(600)  # a counterexample is made small before it is shown
@pytest.mark.parametrize("begun", range(0, STEPS, SHARE))
def test_whatever_happens_in_whatever_order(migrated_url: str, begun: int) -> None:
    with asyncio.Runner() as loop:
        Studio.ground, Studio.steps, rounds = Ground(loop, migrated_url), 0, 0
        while Studio.steps < min(SHARE, STEPS - begun):
            machine = seed(SEED + begun + rounds)(Studio)
            run_state_machine_as_test(machine, settings=ROUND)
            rounds += 1
        Studio.ground.close()
