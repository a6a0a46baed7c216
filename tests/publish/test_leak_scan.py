"""Nothing private is published: what was planted is found, what belongs there is
not.
"""

import gzip
import html
import io
import json
import random
import string
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import typst
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.publish.leak_scan import (
    HINTS,
    LEFT_OUT,
    detectors,
    forms,
    leaks,
    secret_parts,
    secrets,
    telling,
)
from helpers.paths import ROOT

SAMPLE = ROOT / "reports" / "all-states-2026.11"
LETTERS = string.ascii_letters + string.digits
DRAW = random.Random(4)  # drawn here, so that no line of this file looks like a secret


def drawn(length: int, letters: str = LETTERS) -> str:
    """A string as a machine would draw it, with a digit in it."""
    return "".join(DRAW.choices(letters, k=length - 1)) + "7"


HEX = "0123456789abcdef"
SHAPES = {
    "ArtifactoryDetector": "AKC" + drawn(20),
    "AWSKeyDetector": "AKIA" + drawn(16, string.ascii_uppercase),
    "AzureStorageKeyDetector": "AccountKey=" + drawn(88),
    "BasicAuthDetector": "ftp" + "://somebody:" + drawn(9) + "@example.org",
    "DiscordBotTokenDetector": f"M{drawn(24)}.{drawn(6)}.{drawn(27)}",
    "GitHubTokenDetector": "ghp_" + drawn(36),
    "GitLabTokenDetector": "glpat-" + drawn(24),
    "JwtTokenDetector": "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0." + drawn(43),
    "MailchimpDetector": drawn(32, HEX) + "-us12",
    "NpmDetector": "//example.org/:_authToken=" + drawn(36, HEX),
    "OpenAIDetector": "sk-" + drawn(20) + "T3BlbkFJ" + drawn(20),
    "PrivateKeyDetector": "-----BEGIN RSA PRIV" + "ATE KEY-----",
    "PypiTokenDetector": "pypi-AgEIcHlwaS5vcmc" + drawn(80),
    "SendGridDetector": f"SG.{drawn(22)}.{drawn(43)}",
    "SlackDetector": f"xoxb-{drawn(12, string.digits)}-{drawn(24, HEX)}",
    "SquareOAuthDetector": "sq0csp-" + drawn(43),
    "StripeDetector": "sk_live_" + drawn(24),
    "TelegramBotTokenDetector": f"{drawn(9, '123456789')}:{drawn(35)}",
    "TwilioKeyDetector": "AC" + drawn(32, HEX),
}
HOME = "/".join(("", "home", "somebody"))


def as_workbook(text: str) -> bytes:
    """A workbook with *text* in a cell, as ours are made."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet().write_string(4, 2, f"before {text} after")
    return file.getvalue()


def as_pdf(text: str, kind: str) -> bytes:
    """A PDF that holds *text* as its title, its alternative text, or an attachment."""
    said = json.dumps(f"Ω {text}" if kind == "wide" else text, ensure_ascii=False)
    source = {
        "attachment": f'#pdf.attach("a.csv", bytes({said}), relationship: "data", '
        'mime-type: "text/csv", description: "d")',
        "wide": f"#set document(title: {said})",
        "alt": f"#figure(rect(), alt: {said})",
    }[kind]
    return typst.compile(source.encode())


def as_page(text: str) -> bytes:
    """A page for a browser with *text* in a paragraph, behind a font."""
    font = "url(data:font/woff;base64,AAAA/home/x/AAAA)"
    return f"<style>{font}</style>\n<p>{html.escape(text)}</p>".encode()


def zipped(text: str) -> bytes:
    """An archive in an archive, as an attached package would be."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.csv.gz", gzip.compress(text.encode()))
    return file.getvalue()


FILES: dict[str, Callable[[str], bytes]] = {
    "a.csv": lambda text: (
        b'id,text\nINC-0001,"%s"\n' % text.replace('"', '""').encode()
    ),
    "manifest.json": lambda text: json.dumps({"of": [text]}, indent=2).encode(),
    "a.html": as_page,
    "a.xlsx": as_workbook,
    "attached.pdf": lambda text: as_pdf(text, "attachment"),
    "title.pdf": lambda text: as_pdf(text, "wide"),
    "alt.pdf": lambda text: as_pdf(text, "alt"),
    "wide.txt": lambda text: text.encode("utf-16"),
    "a.zip": zipped,
}
NOBODY = {"HOME": "/nonexistent", "USER": "xk", "HOSTNAME": "xk"}


def look(text: str, name: str = "a.txt", **environment: str) -> list[str]:
    """Scan one file of the kind that its name says."""
    content = FILES[name](text) if name in FILES else text.encode()
    return leaks({name: content}, {}, NOBODY | environment)


def test_the_published_sample_has_nothing_to_hide():
    """Fonts, digests, identifiers and the addresses of sources raise no alarm."""
    files = {
        path.relative_to(SAMPLE).as_posix(): path.read_bytes()
        for path in SAMPLE.rglob("*")
        if path.is_file()
    }

    assert [] == leaks(files)


def test_the_words_that_people_wrote_have_nothing_to_hide(root):
    """Nor do the data, the method and the notebooks, from which every edition is
    made.
    """
    paths = [
        *(root / "data").rglob("*.*"),
        *root.glob("notebooks/*"),
        *root.glob("*.md"),
    ]

    assert [] == leaks({p.name: p.read_bytes() for p in paths if p.is_file()})


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (SHAPES["GitHubTokenDetector"], "a credential (GitHub Token)"),
        (f"see {HOME}/data", "a home path"),
        ("see C:\\Users\\somebody\\data", "a home path"),
        ('a"b\\c(d)<e>&f 9', "the value of the environment variable MAIL_PASSWORD"),
    ],
    ids=["credential", "home", "windows", "variable"],
)
def test_what_was_planted_is_found_in_every_kind_of_file(name, text, kind):
    """Packed or written plainly, with whatever marks the kind of file needs."""
    said = look(text, name, MAIL_PASSWORD='a"b\\c(d)<e>&f 9')

    assert said
    assert all(one.startswith(name) and kind in one for one in said)
    assert not any(text in one for one in said)


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_of_credential_is_found(name):
    """The quick look keeps nothing from the detector that would have known it."""
    said = look(f"as in: {SHAPES[name]} and so on")

    assert any(detectors()[name].secret_type in one for one in said), said


def test_every_detector_is_used_or_left_out_by_name():
    """A newer detect-secrets brings no detector that nobody thought about."""
    assert set(detectors()) == set(HINTS) | LEFT_OUT
    assert set(HINTS) == set(SHAPES)


@pytest.mark.parametrize(
    "text",
    [
        f"password = {drawn(14)}",
        f'"api_key": "{drawn(32)}"',
        f"?token={drawn(20)}",
        f"CLIENT-KEY: {drawn(24, HEX)}",
    ],
    ids=["password", "api_key", "token", "client-key"],
)
def test_a_value_given_to_the_name_of_a_secret_is_found(text):
    """What a configuration file or an address would hold."""
    assert ["a.txt, line 1, character"] == [one[:25].strip() for one in look(text)]


@pytest.mark.parametrize(
    "text",
    [
        "A state secret: everything about the transfer of 2011.",
        "The token: reports/all-states-2026.11 is its address.",
        "https://example.org/home/people/2011 and https://example.org/Users/x",
        "ali, root, the runner, a user; ali@example.org",
        "sha256 " + drawn(64, HEX),
        "</root> <a href='/home'> and/or home/away",
        "MI5 and APARTHEIDS ",
        "at 12:30, telephone 0123456789",
    ],
)
def test_words_of_the_text_raise_no_alarm(text):
    """A false alarm stops a publication."""
    names = {"USER": "ali", "LOGNAME": "ali", "HOSTNAME": "state", "HOME": "/root"}

    assert [] == look(text, SORT_KEY="incident", YEAR_KEY="20260111", **names)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("in /var/lib/ali/out", "a login name"),
        ("by ali@state", "a login name"),
        ("by jdoe42 alone", "a login name"),
        ("on vm-0042x, at night", "the host name"),
        ("on state.local", "the host name"),
        ("from /srv/people/ali/notes", "the home folder"),
        ("file:///srv/people/ali", "the home folder"),
        ("in /scratch/of/run/x.py", "a temporary folder"),
        (f"in {Path.cwd()}/briefing/cli/main.py", "the working folder"),
    ],
)
def test_names_of_person_and_machine_are_found_where_they_are_no_word(text, kind):
    """A login or a host counts in a path or an address; an odd one counts anywhere."""
    environment = {
        "USER": "ali",
        "LOGNAME": "jdoe42",
        "HOSTNAME": "state",
        "COMPUTERNAME": "vm-0042x",
        "HOME": "/srv/people/ali",
        "TMPDIR": "/scratch/of/run",
    }

    assert any(kind in one for one in look(text, **environment))


def test_words_that_a_pdf_draws_are_read_from_the_notebook():
    """Glyphs have no letters: the words come beside the files."""
    said = leaks({}, {"chapter 02-by-state": f"\nsee {HOME}/data"}, NOBODY)

    assert ["chapter 02-by-state, line 2, character 5: a home path."] == said


@pytest.mark.parametrize("name", ["a.html", "a.xlsx"])
def test_words_that_change_their_look_within_are_read_as_one(name):
    """A browser and a spreadsheet show a path of which some letters are slanted."""
    start, end = HOME[:8], HOME[8:]
    content = f"<p>{start}<em>{end}</em></p>".encode()
    if name == "a.xlsx":
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            slanted = book.add_format({"italic": True})
            book.add_worksheet().write_rich_string(0, 0, start, slanted, end)
        content = file.getvalue()

    assert any("a home path" in one for one in leaks({name: content}, {}, NOBODY))


def test_the_name_of_a_file_is_read_as_well():
    """A table called after a folder tells as much as its content."""
    said = leaks({f"tables{HOME}.csv": b"a\n", f"=/{HOME}": b""}, {}, NOBODY)

    assert ["the names of the files"] == [one.partition(",")[0] for one in said]


def test_many_of_a_kind_are_one_sentence():
    """A thousand paths do not bury the one password."""
    said = look(f"{HOME}\n" * 1000)

    assert ["a.txt, line 1, character 1: a home path, and 999 more like it."] == said


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(
        st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=60
    ),
    st.sampled_from(
        ["a.csv", "manifest.json", "a.html", "a.xlsx", "a.zip", "wide.txt"]
    ),
    st.sampled_from(["SMTP_PASSWORD", "GH_TOKEN", "API_KEY", "BRIEFING_NOTIFY"]),
)
def test_any_secret_of_the_environment_is_found(secret, name, variable):
    """Whatever letters it has, unless it is a plain word or number."""
    said = look(f"so it is {secret} and not another", name, **{variable: secret})

    assert telling(secret) == any(variable in one for one in said)


def test_the_parts_of_an_address_are_secret_too():
    """A password inside an address is one also where it stands alone."""
    address = "mailtos://me:p%40ss-word@example.org?to=you@example.org&k=abc12345"
    found = {value for _, value in secrets({"BRIEFING_NOTIFY": f"{address} json://a"})}

    assert {address, "json://a", "p%40ss-word", "p@ss-word", "abc12345"} <= found
    assert [] == secret_parts("http://[broken")
    assert b"p%40ss-word" in forms("p@ss-word")


def test_a_broken_archive_is_read_as_it_is():
    """What cannot be unpacked is looked through all the same."""
    broken = f"PK\x03\x04 {HOME} ".encode()

    assert ["a.xlsx, line 1, character 6: a home path."] == leaks(
        {"a.xlsx": broken}, {}, NOBODY
    )
    assert [] == leaks({"a.gz": b"\x1f\x8b broken", "b": b"PK\x03\x04"}, {}, NOBODY)


def test_a_clean_edition_is_looked_through_without_loading_a_library():
    """A run pays for detect-secrets only when something looks like a credential."""
    code = (
        "import sys; from briefing.publish.leak_scan import leaks; "
        "leaks({'a.csv': b'id\\n1\\n'}); print('detect_secrets' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert "False\n" == run.stdout


def test_the_environment_of_this_process_is_the_usual_one(monkeypatch):
    """Nobody has to hand over what to look for."""
    monkeypatch.setenv("SOME_TOKEN", secret := drawn(20))

    said = "a, line 1, character 1: the value of the environment variable SOME_TOKEN."

    assert [said] == leaks({"a": secret.encode()})
