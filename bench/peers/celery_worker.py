"""Celery with Redis: a task for each message, acknowledged once it ran, in one process as ours is."""

import os
import sys

import requests
from celery import Celery

from bench.world import FIRST

app = Celery("bench", broker=os.environ["REDIS_URL"])
app.conf.update(task_acks_late=True, task_ignore_result=True, worker_prefetch_multiplier=1)
session = requests.Session()


@app.task  # type: ignore[untyped-decorator]  # it comes without types
def tell(user: int, text: str) -> None:
    url = f"{os.environ['TELEGRAM_API_URL']}/bot{os.environ['TELEGRAM_BOT_TOKEN']}/sendMessage"
    session.post(url, json={"chat_id": user, "text": text}, timeout=10).raise_for_status()


def fill(count: int) -> None:
    from bench.pipeline import TEXT

    for user in range(FIRST, FIRST + count):
        tell.delay(user, TEXT)


if __name__ == "__main__":
    if sys.argv[1:] == ["fill"]:
        fill(int(os.environ["BENCH_COUNT"]))
    else:
        app.worker_main(
            ["worker", "--pool", "solo", "--loglevel", "ERROR", "--without-gossip", "--without-mingle"]
        )
