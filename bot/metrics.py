"""What an operator watches, as Prometheus reads it: a registry for each bot, since a process may hold two."""

from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from domain.notifications.ports import Backlog

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """Counted while the bot runs, but for the ``backlog``, which is asked of the database at each scrape."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._turns = Counter(
            "trainerhub_turns",
            "Turns by how they ended: answered, refused or failed",
            ["channel", "ended"],
            registry=self._registry,
        )
        self._committed = self._histogram("trainerhub_turn_seconds", "From hearing to the commit")
        self._sent = self._histogram("trainerhub_answer_seconds", "From hearing to the answer's acceptance")
        self._due = Gauge(
            "trainerhub_outbox_due", "Messages that are due and not sent", ["lane"], registry=self._registry
        )
        self._oldest = Gauge(
            "trainerhub_outbox_oldest_seconds",
            "How long the oldest of them has been due",
            ["lane"],
            registry=self._registry,
        )

    def turn(self, channel: str, ended: str, since: float) -> None:
        """Count a turn that began at ``since``, in seconds of `monotonic`."""
        self._turns.labels(channel, ended).inc()
        self._committed.labels(channel).observe(monotonic() - since)

    def answered(self, channel: str, since: float) -> None:
        """The answer to what was heard at ``since`` arrived."""
        self._sent.labels(channel).observe(monotonic() - since)

    def page(self, backlog: list[Backlog]) -> bytes:
        """All of it, in Prometheus' text format."""
        self._due.clear()
        self._oldest.clear()
        for lane in backlog:
            self._due.labels(lane.lane).set(lane.due)
            self._oldest.labels(lane.lane).set(lane.oldest.total_seconds())
        return generate_latest(self._registry)

    def _histogram(self, name: str, says: str) -> Histogram:
        return Histogram(name, says, ["channel"], buckets=_SECONDS, registry=self._registry)
