import signal
import time
from types import FrameType

from foodcoord.demo.errors import DemoError


class Interrupted(DemoError):
    """The person asked to stop."""


class Interruption:
    """The wish to stop. It takes effect where the demo waits, so that nothing is left half done."""

    def __init__(self) -> None:
        self.wanted = False

    def listen(self) -> None:
        """Take Ctrl-C and its relatives from now on, also when started in the background."""
        signal.signal(signal.SIGINT, self._note)
        signal.signal(signal.SIGTERM, self._note)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
            signal.signal(signal.SIGHUP, self._note)

    def pause(self, seconds: float) -> None:
        """Sleep a moment.

        Raises:
            Interrupted: when somebody asked to stop.
        """
        if not self.wanted:
            time.sleep(seconds)
        if self.wanted:
            raise Interrupted

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.wanted = True
