import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.roles import EXPLAINER, WEB, WORKER
from foodcoord.demo import address, environment, records
from foodcoord.demo.child import Child
from foodcoord.demo.errors import DemoError
from foodcoord.demo.folder import DemoFolder
from foodcoord.demo.interruption import Interrupted, Interruption
from foodcoord.demo.lock import only_one
from foodcoord.demo.supervisor import Supervisor
from foodcoord.embedded.errors import EmbeddedPostgresError
from foodcoord.embedded.server import OWNER, EmbeddedPostgres
from foodcoord.town.geography import OXFORD

READY_SECONDS = 120
MIDDLE = f"{OXFORD.middle.lat},{OXFORD.middle.lon}"
DRAIN_SECONDS = 10
ACCOUNTS = ("grower", "searcher", "coordinator", "admin")
PASSWORD = "demo-foodcoord"  # noqa: S105
GUNICORN = (
    *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
    # Longer than clients and balancers keep a connection: they must not reuse one just closed.
    *("--keep-alive", "75", "--graceful-timeout", "3", "--no-control-socket"),
)


class Site:
    """The whole site of one folder: started, watched, and ended together.

    `habit` is how a stand-in for a language model answers; without, fixed sentences explain.
    """

    def __init__(
        self,
        folder: DemoFolder,
        *,
        port: int,
        load: bool,
        habit: str = "",
        say: Callable[[str], None],
        interruption: Interruption,
    ) -> None:
        self.folder = folder
        self.port = port
        self.load = load
        self.habit = habit
        self.say = say
        self.interruption = interruption
        self.supervisor = Supervisor(interruption, folder.run / "processes.json", say)
        self.for_shell = folder.run / "environment"
        self.decided: dict[str, str] = {}

    def run(self) -> None:
        """Run the site until somebody asks to stop.

        Raises:
            DemoError: when it can't start; everything started so far has ended then.
        """
        self.folder.make()
        with only_one(self.folder, self.port):
            ended = records.end_leftovers(self.supervisor.record)
            if ended:
                self.say(f"Ended {ended} processes an earlier demo had left behind.")
            self.folder.put_old_logs_aside()
            addresses = address.listening_addresses(self.port)
            live = address.listening_addresses(self.port + 1)
            self.decided = environment.site_environment(self.folder, self.port, MIDDLE)
            try:
                self._start_stand_in()
                self._start_database()
                self._prepare()
                self._serve(addresses, live)
            except Interrupted:
                self.say("Stopping …")
            except EmbeddedPostgresError as error:
                raise DemoError(str(error)) from error
            finally:
                self.for_shell.unlink(missing_ok=True)
                self.supervisor.end()

    def _start_stand_in(self) -> None:
        if not self.habit:
            return
        port = address.free_port()
        self.decided |= environment.stand_in_environment(port)
        arguments = ["-m", "foodcoord.stand_in.server", "--port", str(port), "--habit", self.habit]
        self.supervisor.start(Child("stand-in", arguments, {}, self.folder.log("stand-in")))
        self.say(f"Texts: by a stand-in for a language model, whose habit is {self.habit!r}.")

    def _start_database(self) -> None:
        if environment.database_is_given():
            self.say("Database: the one DATABASE_URL names.")
        else:
            with self._step("Starting Postgres"):
                database = EmbeddedPostgres(self.folder.postgres)
                self.supervisor.database = database
                database.start()
        environment.write_for_shell(self.for_shell, self._environment(OWNER))

    def _prepare(self) -> None:
        static = self._manage("static", "collectstatic", "--noinput")
        self.supervisor.start(static)
        with self._step("Preparing the database"):
            if self.supervisor.database:
                self.supervisor.run(self._manage("database", "create_roles"))
            self.supervisor.run(self._manage("database", "migrate", "--noinput"))
        if self.load:
            self._load_town()
        with self._step("Collecting static files"):
            self.supervisor.finish(static)

    def _load_town(self) -> None:
        # Run at every start: the command knows from the database whether its town is there.
        self.say("Demo town:")
        quiet = {**self._environment(OWNER), "LOG_LEVEL": "WARNING"}
        self.supervisor.run(Child("town", ["manage.py", "load_town", "--demo"], quiet))

    def _serve(self, addresses: list[str], live_addresses: list[str]) -> None:
        binds = [word for one in addresses for word in ("--bind", one)]
        arguments = ["-m", "gunicorn", "foodcoord.wsgi", *GUNICORN, *binds]
        web = Child("web", arguments, self._environment(WEB), self.folder.log("web"))
        # Live updates, on the port after the web's.
        arguments = ["-m", "foodcoord.live_server", *live_addresses]
        live = Child("live", arguments, self._environment(WEB), self.folder.log("live"))
        worker = self._manage("worker", "qcluster", user=WORKER)
        # Absorbs what is due even while a hung cluster waits for the watchdog.
        drain = self._manage("drain", "drain", "--every", str(DRAIN_SECONDS), user=WORKER)
        watchdog = self._manage("watchdog", "watchdog", user=WORKER)
        with self._step("Starting the site"):
            for child in (web, live, worker, drain, watchdog):
                self.supervisor.start(child)
            self._wait_until_ready(web)
        self._welcome()
        self.supervisor.watch(watchdog=watchdog, worker=worker)

    def _wait_until_ready(self, web: Child) -> None:
        deadline = time.monotonic() + READY_SECONDS
        text = ""
        while time.monotonic() < deadline:
            if not web.is_running():
                web.end_now()
                raise web.failure()
            ready, text = address.is_ready(self.port)
            if ready:
                return
            self.interruption.pause(0.2)
        raise DemoError(f"The site did not get ready within {READY_SECONDS} s: {text}")

    def _welcome(self) -> None:
        self.say("")
        self.say(f"FoodCoord is ready: http://localhost:{self.port}")
        self.say("")
        if self.load:
            for account in ACCOUNTS:
                self.say(f"  {account}@foodcoord.example")
            self.say(f"  password: {PASSWORD}")
            self.say("")
        self.say(f"Logs are in {self.folder.logs}, mail in {self.folder.mail}. Ctrl-C stops it.")

    def _manage(self, name: str, *arguments: str, user: str = OWNER) -> Child:
        command = ["manage.py", *arguments]
        return Child(name, command, self._environment(user), self.folder.log(name))

    def _environment(self, user: str) -> dict[str, str]:
        embedded = self.supervisor.database
        database = environment.database_environment(embedded, user)
        if user == WORKER:
            database |= environment.explainer_environment(embedded, EXPLAINER)
        return {**self.decided, **database}

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        self.say(f"{name} …")
        begin = time.monotonic()
        yield
        self.say(f"{name}: done ({time.monotonic() - begin:.1f} s)")
