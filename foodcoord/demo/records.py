"""Which processes the demo started, on disk: what a start after a crash ends first."""

import json
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from foodcoord.embedded.processes import group_members, signal_and_wait

END_SECONDS = 3


def write(file: Path, groups: Mapping[int, Sequence[str]]) -> None:
    """Keep the process groups alive now: the id of each and the arguments it was started with."""
    unfinished = file.with_suffix(".new")
    unfinished.write_text(json.dumps([[group, list(words)] for group, words in groups.items()]))
    unfinished.replace(file)


def end_leftovers(file: Path) -> int:
    """End the processes an earlier demo left behind, and return how many there were.

    A number proves nothing, it may be another's by now: only processes of the group that carry
    the arguments we once started are ended.
    """
    found: list[psutil.Process] = []
    for group, words in _read(file):
        found += [process for process in group_members(group) if _arguments(process) == words[1:]]
    stubborn = signal_and_wait(found, signal.SIGTERM, seconds=END_SECONDS)
    signal_and_wait(stubborn, signal.SIGKILL, seconds=END_SECONDS)
    file.unlink(missing_ok=True)
    return len(found)


def _read(file: Path) -> list[tuple[int, list[str]]]:
    try:
        return [(int(group), list(words)) for group, words in json.loads(file.read_text())]
    except (FileNotFoundError, ValueError):
        return []


def _arguments(process: psutil.Process) -> list[str] | None:
    try:
        return list(process.cmdline()[1:])
    except psutil.Error:
        return None
