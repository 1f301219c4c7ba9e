"""All measurements: `make bench`; one of the others by its name: `python -m bench signals`."""

import sys

from bench import aggregate, feed, forecasts, fresh, imports, signals, sync, webhooks

MEASUREMENTS = {
    "aggregate": aggregate.main,
    "feed": feed.main,
    "forecasts": forecasts.main,
    "fresh": fresh.main,
    "imports": imports.main,
    "signals": signals.main,
    "sync": sync.main,
    "webhooks": webhooks.main,
}

if __name__ == "__main__":
    name, *rest = sys.argv[1:] or ["feed"]
    sys.exit(MEASUREMENTS[name](rest) if name in MEASUREMENTS else feed.main(sys.argv[1:]))
