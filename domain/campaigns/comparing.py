"""On whom two texts are tried, and which of them did better. Pure."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, lgamma

from domain.campaigns.model import Campaign, half_of

FEWEST = 5  # answers to both texts together, from which on they are compared
_SAME = 1e-9  # of two logarithms: what two numbers that are equal may differ by
_BY_CHANCE = 0.05  # how seldom a difference is by chance alone, to be called clear


class Reason(enum.Enum):
    FEW = "too few answered to compare"
    ALIKE = "both did equally well"
    SLIGHT = "one did better, which may be chance"
    CLEAR = "one did clearly better"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which text did better, 0 or 1, and how surely; the first one where neither did."""

    text: int
    reason: Reason


def sample_of(campaign: Campaign, people: Sequence[int]) -> set[int]:
    """On whom both texts are tried: each tenth, say, of those of either text, beginning with another one in
    each campaign. Nobody, where each half gets one text.
    """
    if campaign.sample is None:
        return set()
    every = 100 // campaign.sample
    halves = [[each for each in sorted(people) if half_of(campaign.id, each) == half] for half in (0, 1)]
    return {each for half in halves for each in half[campaign.id % (min(every, len(half)) or 1) :: every]}


def verdict(first: tuple[int, int], second: tuple[int, int]) -> Verdict:
    """Of how many answered and how many were told, for either text."""
    (answers, told), (others, told_other) = first, second
    if answers + others < FEWEST or not told or not told_other:
        return Verdict(0, Reason.FEW)
    if answers * told_other == others * told:
        return Verdict(0, Reason.ALIKE)
    better = int(others * told > answers * told_other)
    clear = by_chance(answers, told, others, told_other) < _BY_CHANCE
    return Verdict(better, Reason.CLEAR if clear else Reason.SLIGHT)


def by_chance(answers: int, told: int, others: int, told_other: int) -> float:
    """How often a difference as great comes of two texts that do equally well: Fisher's exact test."""
    both = answers + others

    def ways(some: int) -> float:
        """Of so many answers to the first text: a logarithm, as the numbers themselves are huge."""
        return _choose(told, some) + _choose(told_other, both - some)

    every = [ways(some) for some in range(max(0, both - told_other), min(both, told) + 1)]
    as_great, most = ways(answers) + _SAME, max(every)
    return fsum(exp(each - most) for each in every if each <= as_great) / fsum(
        exp(each - most) for each in every
    )


def _choose(of: int, some: int) -> float:
    return lgamma(of + 1) - lgamma(some + 1) - lgamma(of - some + 1)
