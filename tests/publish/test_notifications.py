"""Notices: real servers on loopback receive them, and no address or secret gets out."""

import email
import json
import logging
import re
import signal
import socket
import threading
from collections.abc import Iterator
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from briefing.publish.models import RunResult
from briefing.publish.notifications import notify
from helpers.project import Project, stop

pytestmark = [
    # Apprise loads every service that it knows, and one of them still asks for imghdr.
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),
    # On loopback a login without TLS is all right.
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]
PASSWORD = "Tr0ub4dor-and-3"
FAILED = RunResult(
    "state-xnm-2026.1",
    "failed",
    chapter="02-by-state",
    cell=5,
    reason="ValueError: no column 'persons'",
    seconds=12.345,
)
DONE = RunResult("state-xev-2026.1", "published", pdf="reports/state-xev-2026.1/x.pdf")
SAME = RunResult("brief-all-states-2026.1", "no change", pdf="reports/brief/b.pdf")


class Mailbox:
    """What a mail server does with a message: keep it."""

    def __init__(self) -> None:
        """Begin empty."""
        self.messages: list[Message] = []
        self.logins: list[tuple[bytes, bytes]] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        """Keep a message."""
        self.messages.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 kept"

    def authenticate(self, _server, _session, _envelope, _mechanism, data):
        """Let in who has the password."""
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == PASSWORD.encode())


class Server(Controller):
    """A mail server on loopback, at a port that the system gave it and it keeps."""

    def __init__(self, box: Mailbox, **options) -> None:
        """Take a port."""
        self.socket = socket.create_server(("127.0.0.1", 0))
        port = self.socket.getsockname()[1]
        super().__init__(box, hostname="127.0.0.1", port=port, **options)

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self.socket)


@pytest.fixture(params=[False, True], ids=["open", "with a login"])
def mail(request) -> Iterator[tuple[Mailbox, str]]:
    """A mail server on loopback, and the address that reaches it."""
    box = Mailbox()
    options = (
        {"auth_required": True, "auth_require_tls": False} if request.param else {}
    )
    server = Server(
        box, authenticator=box.authenticate if request.param else None, **options
    )
    server.start()
    user = f"operator:{PASSWORD}@" if request.param else ""
    query = "from=briefing@example.org&to=editor@example.org&mode=insecure"
    yield box, f"mailto://{user}127.0.0.1:{server.port}?{query}"
    server.stop()


@pytest.fixture
def dead() -> Iterator[int]:
    """A port that is taken and where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        yield int(one.getsockname()[1])


@pytest.fixture
def hook() -> Iterator[tuple[list[dict[str, str]], str]]:
    """A webhook receiver on loopback, what it received, and its address."""
    received: list[dict[str, str]] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(json.loads(content))
            self.send_response(500 if "/refuses" in self.path else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield received, f"json://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def silence() -> Iterator[str]:
    """The address of a receiver that takes calls and never answers."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        yield f"json://127.0.0.1:{one.getsockname()[1]}/{PASSWORD}?rto=60"


def send(
    *reports: RunResult, to: str, when="failure", patience=30.0, **more: str
) -> None:
    """Send a notice with the addresses in an environment of its own."""
    environment = {"BRIEFING_NOTIFY": to, **more}
    notify(reports, when=when, environment=environment, patience=patience)


def test_a_failure_reaches_a_mailbox(mail):
    """The mail says notebook, cell, reason and what to do, in plain text."""
    box, address = mail
    send(FAILED, to=address)
    (message,) = box.messages
    text = message.get_body(("plain",)).get_content()

    assert "SCO briefing, state-xnm-2026.1: failed" == message["subject"]
    assert ["text/plain"] == [one.get_content_type() for one in message.walk()]
    assert [
        "state-xnm-2026.1: failed",
        "Notebook: 02-by-state",
        "Cell: 5",
        "Reason: ValueError: no column 'persons'",
        "Time: 12.3 s",
    ] == text.splitlines()[:5]
    assert "kept in failed/ beside the editions" in text
    assert PASSWORD not in message.as_string()


def test_a_wrong_password_is_said_and_not_repeated(capfd, caplog):
    """The operator learns that a notice was not sent, and nobody learns the
    password.
    """
    caplog.set_level(logging.DEBUG)
    box = Mailbox()
    server = Server(
        box,
        authenticator=box.authenticate,
        auth_required=True,
        auth_require_tls=False,
    )
    server.start()
    wrong = "0ther-pass-phrase"
    address = f"mailto://operator:{wrong}@127.0.0.1:{server.port}?mode=insecure"
    send(FAILED, to=address + "&from=a@example.org&to=b@example.org", patience=3)
    server.stop()
    said = capfd.readouterr().err

    assert [(b"operator", wrong.encode())] == box.logins[:1]
    assert "The notice to address 1 of 1 in BRIEFING_NOTIFY was not sent" in said
    assert wrong not in said + caplog.text


def test_a_failure_reaches_a_webhook(hook):
    """One notice for a run, its failures first, as plain text."""
    received, address = hook
    send(DONE, FAILED, SAME, to=address)
    (notice,) = received

    assert "SCO briefing, 1 of 3 briefings need somebody" == notice["title"]
    assert [
        "state-xnm-2026.1: failed",
        "state-xev-2026.1: published",
        "brief-all-states-2026.1: no change",
    ] == re.findall(r"^\S+: (?:failed|published|no change)$", notice["message"], re.M)


@pytest.mark.parametrize(
    ("reports", "when", "expected"),
    [
        ([DONE], "failure", 0),
        ([DONE, SAME], "failure", 0),
        ([DONE], "always", 1),
        ([FAILED], "always", 1),
        ([FAILED], "never", 0),
        ([RunResult("x", "busy")], "failure", 1),
        ([RunResult("x", "refused", reason="There is no state 'XX'.")], "failure", 1),
        ([], "always", 0),
    ],
)
def test_who_is_told_when(hook, reports, when, expected):
    """On failure, always, or never; a run of nothing is no news."""
    received, address = hook
    send(*reports, to=address, when=when)

    assert expected == len(received)


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([DONE], "SCO briefing, state-xev-2026.1: published"),
        ([DONE, SAME], "SCO briefing, 2 briefings are up to date"),
        ([FAILED, FAILED], "SCO briefing, 2 of 2 briefings need somebody"),
        ([RunResult("a\nb", "busy")], "SCO briefing, a b: busy"),
    ],
)
def test_the_title_says_whether_all_is_well(hook, reports, expected):
    """Somebody who reads subjects only knows enough."""
    received, address = hook
    send(*reports, to=address, when="always")

    assert expected == received[0]["title"]


def test_a_secret_in_a_reason_is_masked(hook):
    """A cell that failed with a password in its message does not mail it around."""
    received, address = hook
    reason = f"401 for https://me:pw@example.org and {PASSWORD}, key k-99"
    keys = {"DATA_PASSWORD": PASSWORD, "DATA_KEY": "k-99", "A_KEY": "n"}
    send(
        RunResult("x", "failed", chapter="01", cell=2, reason=reason),
        to=address,
        **keys,
    )
    text = received[0]["message"]

    assert (
        "Reason: 401 for https://…@example.org and (DATA_PASSWORD), key (DATA_KEY)"
        in text.splitlines()
    )


def test_every_address_gets_the_notice_though_one_is_dead(hook, dead, capfd):
    """A receiver that is gone is said with its number, and harms no other."""
    received, address = hook
    gone = f"json://somebody:{PASSWORD}@127.0.0.1:{dead}/{PASSWORD}"
    send(FAILED, to=f"{gone}\n  {address}")
    said = capfd.readouterr().err

    assert 1 == len(received)
    assert "address 1 of 2 in BRIEFING_NOTIFY was not sent: it was not accepted" in said
    assert PASSWORD not in said
    assert 1 == len(said.splitlines())


def test_a_receiver_that_refuses_is_said_with_its_code(hook, capfd):
    """The code of the answer tells the operator where to look."""
    _, address = hook
    send(FAILED, to=f"{address}/refuses")

    assert "not accepted (code 500)" in capfd.readouterr().err


def test_a_slow_receiver_holds_up_nobody(silence, hook, capfd):
    """After the patience of all addresses together, the run goes on."""
    received, address = hook
    send(FAILED, to=f"{silence} {address}", patience=2)
    said = capfd.readouterr().err

    assert 1 == len(received)
    assert "address 1 of 2 in BRIEFING_NOTIFY was not sent: no answer in 2 s" in said
    assert PASSWORD not in said


@pytest.mark.parametrize(
    "address",
    [
        "nonsense://{}@example.org",
        "{}",
        "mailto://{}",
        "json://[broken/{}",
        "slack://{}",
        "://{}",
    ],
)
def test_a_malformed_address_is_a_sentence_that_does_not_repeat_it(
    address, capfd, caplog
):
    """Nor does any log, however much it is asked to say."""
    caplog.set_level(logging.DEBUG)
    send(FAILED, to=address.format(PASSWORD), patience=5)
    said = capfd.readouterr()

    assert said.err.startswith("The notice to address 1 of 1 in BRIEFING_NOTIFY")
    assert "" == said.out
    assert PASSWORD not in said.err + caplog.text


def test_the_log_of_sending_holds_no_address(hook, caplog, capfd):
    """Web libraries log the path that they post to, which is the password of a
    webhook.
    """
    caplog.set_level(logging.DEBUG)
    received, address = hook
    send(FAILED, to=f"{address}/{PASSWORD}")

    assert 1 == len(received)
    assert PASSWORD not in caplog.text + "".join(capfd.readouterr())


def test_without_an_address_nothing_is_loaded(monkeypatch):
    """Most runs send nothing, and pay nothing for it."""
    monkeypatch.setattr("briefing.publish.notifications.sent", None)
    monkeypatch.delenv("BRIEFING_NOTIFY", raising=False)

    assert notify([FAILED], when="always") is None


def test_a_run_that_fails_tells_its_address_and_no_log_tells_the_secret(hook, tmp_path):
    """The real command: a notebook that fails with a password in its words. Nobody
    reads the password in the notice, on the terminal, in the journal or in the record.
    """
    received, address = hook
    secrets = {
        "BRIEFING_NOTIFY": f"{address}/{PASSWORD}",
        "DATA_PASSWORD": "let-me-in-9",
    }
    project = Project(tmp_path, environment=secrets)
    project.write("02-rights", "1", "raise ValueError('no entry with let-me-in-9')")
    done = project.run()
    record = (project.out / "runs" / "all-states" / "run.json").read_text()
    (notice,) = received

    assert 1 == done.returncode
    assert [
        "all-states-2026.1: failed",
        "Notebook: 02-rights",
        "Cell: 5",
        "Reason: ValueError: no entry with (DATA_PASSWORD)",
    ] == notice["message"].splitlines()[:4]
    assert "no entry with (DATA_PASSWORD)" in done.stderr
    assert "no entry with (DATA_PASSWORD)" in record
    for text in (done.stdout, done.stderr, record, json.dumps(notice)):
        assert "let-me-in-9" not in text
        assert PASSWORD not in text


@pytest.mark.slow
def test_a_refusal_tells_its_address_and_a_success_only_if_asked(hook, tmp_path):
    """A scheduled run with a misspelt option never makes anything: somebody should
    hear.
    """
    received, address = hook
    project = Project(tmp_path, environment={"BRIEFING_NOTIFY": address})
    codes = [
        project.run(*options).returncode
        for options in ([], ["--states", "XX"], ["--notify", "always"])
    ]

    assert [0, 2, 0] == codes
    assert [
        "SCO briefing, regional: refused",
        "SCO briefing, all-states-2026.1: no change",
    ] == [one["title"] for one in received]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (signal.SIGTERM, ["stopped by SIGTERM before it was ready"]),
        (signal.SIGINT, []),
    ],
    ids=["a machine", "a person"],
)
def test_a_run_that_a_machine_stops_is_told(tmp_path, hook, number, expected):
    """SIGTERM comes from a scheduler or a shutdown; whoever presses Ctrl-C knows it."""
    received, address = hook
    project = Project(tmp_path, environment={"BRIEFING_NOTIFY": address})
    project.write("03-types", "import time; time.sleep(600)")
    run = project.start()
    for line in run.stderr:
        if line.startswith("2/4"):
            break
    stop(run, number)

    assert expected == [
        re.search("Reason: (.*)", one["message"])[1] for one in received
    ]
