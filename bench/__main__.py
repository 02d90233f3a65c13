"""All measurements, or those named: ``python -m bench [inbound] [search] [drivers] [next_free] [pipeline]``.

The last line is one JSON object of ratios, ours over theirs.
"""

import json
from argparse import ArgumentParser

from bench import drivers, inbound, next_free, pipeline, search

BENCHES = {
    "inbound": inbound.measure,
    "search": search.measure,
    "drivers": drivers.measure,
    "next_free": next_free.measure,
    "pipeline": pipeline.measure,
}


def main() -> None:
    parser = ArgumentParser(prog="python -m bench", description="Measure beside peers, in one run.")
    parser.add_argument("names", nargs="*", metavar="bench", help=f"{', '.join(BENCHES)}; all by default")
    parser.add_argument("--people", type=int, default=200, help="clients who book at once")
    parser.add_argument("--rounds", type=int, default=3, help="repeats, of which the median counts")
    asked = parser.parse_args()
    ratios: dict[str, float] = {}
    for name in asked.names or BENCHES:
        ratios |= BENCHES[name](asked.people, asked.rounds)
    print(json.dumps({name: round(ratio, 3) for name, ratio in ratios.items()}))


if __name__ == "__main__":
    main()
