import os
import secrets
from pathlib import Path

from foodcoord.demo.errors import DemoError


class DemoFolder:
    """Everything the demo keeps lies in one folder, closed to other users of the machine."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.postgres = self.root / "postgres"
        self.run = self.root / "run"
        self.logs = self.root / "logs"
        self.static = self.root / "static"
        self.media = self.root / "media"
        self.mail = self.root / "mail"
        self.token_key = self.root / "token-key.pem"
        self.push_key = self.root / "push-key.pem"

    def make(self) -> None:
        """Make what is missing.

        Raises:
            DemoError: when the folder is another user's.
        """
        try:
            # Root's database runs as nobody, who has to pass through to a folder of its own.
            mode = 0o711 if os.geteuid() == 0 else 0o700
            self.root.mkdir(mode=mode, parents=True, exist_ok=True)
            self.run.mkdir(mode=0o700, exist_ok=True)
            if self.run.stat().st_uid != os.geteuid():
                raise PermissionError
            for folder in (self.logs, self.static, self.media, self.mail):
                folder.mkdir(mode=0o700, exist_ok=True)
        except (PermissionError, FileExistsError) as error:
            raise DemoError(
                f"The folder {self.root} can't be used by this user: choose another one "
                "(make demo DATA=…, or --data-dir …)."
            ) from error

    def secret_key(self) -> str:
        """Return this demo's own SECRET_KEY, made the first time."""
        file = self.root / "secret-key"
        if not file.exists():
            unfinished = self.run / "secret-key"
            unfinished.touch(mode=0o600)
            unfinished.write_text(secrets.token_urlsafe(50))
            unfinished.rename(file)
        return file.read_text()

    def log(self, name: str) -> Path:
        """Return the log file of a process."""
        return self.logs / f"{name}.log"

    def put_old_logs_aside(self) -> None:
        """Let each start of the demo have logs of its own; those of the last one are kept."""
        for file in self.logs.glob("*.log"):
            file.replace(file.with_suffix(".log.old"))
