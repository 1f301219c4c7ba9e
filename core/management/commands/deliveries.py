from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core.events import bell, health
from core.events.models import Delivery
from core.events.redelivery import redrive


class Command(BaseCommand):
    help = (
        "Say what is due and what is dead (`status`), or give dead letters a new try (`redrive`)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["status", "redrive"])
        parser.add_argument("--consumer", help="only this one")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "status":
            for backlog in health.backlogs():
                stranger = "" if backlog.registered else " (nobody listens under this name)"
                self.stdout.write(
                    f"{backlog.consumer}: due {backlog.due}, "
                    f"oldest {backlog.oldest_seconds:.0f} s, dead {backlog.dead}{stranger}"
                )
            return
        dead = Delivery.objects.dead()
        if options["consumer"]:
            dead = dead.of(options["consumer"])
        consumers = sorted(set(dead.values_list("consumer", flat=True)))
        self.stdout.write(f"redriven: {redrive(dead)}")
        bell.ring(consumers)
