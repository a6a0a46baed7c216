"""The sources: what is said of them offline, what hosts answer, and other programs.

The hosts are real servers on this machine, which answer as hosts elsewhere do.
"""

import csv
import io
import json
import subprocess
import threading
import time
from contextlib import redirect_stderr, redirect_stdout
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pypandoc
import pytest

from briefing.cli.main import main
from briefing.curate.sources import Manner, look
from briefing.dataset.files import stamp
from briefing.dataset.load import load
from briefing.tables.bibliography import bibliography, entry

QUICK = Manner(pause=0, timeout=0.5)
NOTHING = ["S-0012"]  # a journal of 2012 that stands on paper


class Host(BaseHTTPRequestHandler):
    """A host whose pages are named after what they do."""

    asked: list[tuple[str, str, float]] = []  # noqa: RUF012 - shared on purpose

    def answer(self):
        """Answer as the path says, and remember who was asked when."""
        self.asked.append((self.command, self.path, time.monotonic()))
        word = self.path.strip("/").partition("-")[0]
        if word == "slow":
            time.sleep(2)
        if word == "cut":
            self.close_connection = True
            return
        if word == "trickle":
            for _ in range(20):
                self.wfile.write(b"H")
                time.sleep(0.2)
        if word == "nohead":
            word = "405" if self.command == "HEAD" else "200"
        places = {"301": "/200-moved", "302": "/200-for-now", "loop": "/loop"}
        places["ftp"] = "ftp://example.org/page"
        status = int(word) if word.isdigit() else 302 if word in places else 200
        self.send_response(status)
        if word in places:
            self.send_header("Location", places[word])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = answer  # noqa: N815 - the names that http.server calls

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def host():
    """A host on this machine."""
    Host.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def edited(package, *changes):
    """Change cells of sources, as (source, field, value), and stamp the package."""
    path = package / "sources.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for source, field, value in changes:
        next(row for row in rows if row["source_id"] == source)[field] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    stamp(package)
    return package


def run(*words):
    """Run a command about the sources; give its code, what it printed and what it
    said.
    """
    out, said = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(said):
        code = main(["source", *map(str, words)])
    return code, out.getvalue(), said.getvalue()


def remarked(package, code):
    """Name the sources of which one thing is said offline."""
    _, out, _ = run("check", "--offline", "--json", "--data", package)
    return [one["source"] for one in json.loads(out)["remarks"] if one["code"] == code]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("200", "fine"),
        ("nohead", "fine"),
        ("302", "fine"),
        ("301", "moved"),
        ("404", "dead"),
        ("410", "dead"),
        ("403", "barred"),
        ("500", "failing"),
        ("slow", "slow"),
        ("loop", "loop"),
        ("ftp", "dead"),
        ("cut", "failing"),
        ("trickle", "slow"),
    ],
)
def test_an_answer_says_what_became_of_an_address(host, page, code):
    """Dead, moved, closed to programs, failing, slow and circling addresses differ."""
    (answer,) = look([f"{host}/{page}"], QUICK)

    assert code == answer.code


def test_a_moved_page_is_told_with_its_new_address(host):
    """Where a page went for good is said, so that it can be looked at."""
    (answer,) = look([f"{host}/301"], QUICK)

    assert f"it moved for good to {host}/200-moved" == answer.what


def test_a_host_that_does_not_answer_is_dead_beside_one_that_does(host):
    """A refused connection and an unknown host are told from a machine without
    network.
    """
    closed, unknown = "http://127.0.0.1:9/page", "http://nowhere.invalid/page"
    answers = look([f"{host}/200", closed, unknown], QUICK)

    assert {closed: "dead", unknown: "no-host", f"{host}/200": "fine"} == {
        one.address: one.code for one in answers
    }


def test_each_address_is_asked_for_once(host):
    """Two sources with one address are one question."""
    look([f"{host}/200", f"{host}/200"], QUICK)

    assert [("HEAD", "/200")] == [asked[:2] for asked in Host.asked]


def test_one_host_is_asked_one_thing_at_a_time(host):
    """There is a pause between two questions to a host."""
    look([f"{host}/200-{n}" for n in range(4)], Manner(pause=0.1))
    times = [asked[2] for asked in Host.asked]

    assert all(b - a >= 0.1 for a, b in pairwise(times))


def test_without_a_network_nobody_is_asked():
    """Where no host is known by name, the network is absent and not the pages."""
    assert look([f"http://host-{n}.invalid/" for n in range(9)], QUICK) is None


def test_no_addresses_are_no_trouble():
    """A package whose sources stand on paper has nothing to ask for."""
    assert [] == look([], QUICK)


def test_dead_links_are_listed_with_a_cure(pocket, host):
    """The command names the source, what came of its address, and what to do."""
    dead = f"{host}/404"
    pages = [(f"S-{n:04d}", "url", f"{host}/200-{n}") for n in range(1, 15) if n != 12]
    edited(pocket, *pages, ("S-0001", "url", dead))
    code, out, _ = run("check", "--pause", "0", "--data", pocket)

    assert [["S-0001", "dead", f"{dead}: 404: it is not there any more"]] == [
        line.split("\t")[:3] for line in out.splitlines() if "\tdead\t" in line
    ]
    assert f"web.archive.org/web/*/{dead}" in out
    assert code == 1


def test_a_machine_without_network_says_so_once(pocket):
    """Offline findings are given all the same, and the code follows from them."""
    pages = [(f"S-{n:04d}", "url", f"http://h{n}.invalid/") for n in range(1, 15)]
    edited(pocket, *pages)
    code, out, said = run("check", "--data", pocket)

    assert 1 == said.count("No host can be reached from here")
    assert (1, 0) == (code, out.count("\tno-host\t"))


def test_a_package_without_a_remark_is_fine(pocket):
    """Kept, cited, and each with an address: there is nothing to do."""
    kept = [
        (f"S-{n:04d}", "url", f"https://web.archive.org/web/2020/http://e.org/{n}")
        for n in range(1, 15)
    ]
    code, out, said = run("check", "--offline", "--data", edited(pocket, *kept))

    assert (0, "") == (code, out)
    assert said.startswith("14 sources: nothing to remark.\nOffline: ")


def test_sources_without_a_copy_are_named(pocket):
    """A page of the publisher's own that no archive is known to keep may be gone
    tomorrow.
    """
    archived = ("S-0001", "url", "https://archive.ph/abcde")
    named = remarked(edited(pocket, archived), "no-copy")

    assert ["S-0001", "S-0006", "S-0012", "S-0014"] == sorted(
        {f"S-{n:04d}" for n in range(1, 15)} - set(named)
    )


def test_sources_without_an_address_are_named(pocket):
    """What was read on paper has none, which is worth a look and no more."""
    assert NOTHING == remarked(pocket, "no-address")


def test_what_was_withheld_is_not_missing(pocket):
    """An address that is left out for safety is not asked for."""
    edited(pocket, ("S-0012", "url", "withheld"))

    assert [] == remarked(pocket, "no-address")


def test_a_source_that_nobody_uses_is_named(pocket):
    """One that only another source repeats is used; one that stands alone is not."""
    with (pocket / "sources.csv").open("a", encoding="utf-8") as table:
        for line in ("S-0015,A,B,not_reported,true", "S-0016,C,D,not_reported,true"):
            table.write(f"{line},2010,press,en,not_applicable\n")
    edited(pocket, ("S-0004", "derived_from", "S-0016"))

    assert ["S-0015"] == remarked(pocket, "unused")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([("S-0006", "title", "Two handed over, at Ashford Crossing")], "derivation"),
        ([("S-0006", "url", "http://www.example.org/courier/two/")], "recorded-twice"),
        (
            [
                ("S-0006", "title", "Two Handed Over at Ashford Crossing"),
                ("S-0006", "publisher", "Northmark Courier"),
            ],
            "recorded-twice",
        ),
    ],
)
def test_a_likely_repetition_is_named(pocket, changes, code):
    """One title on one day, or one address, under two publishers is likely one
    voice.
    """
    same_day = [("S-0006", "date", "2005-08-20"), ("S-0006", "derived_from", "S-0007")]
    edited(pocket, *same_day, *changes)

    assert ["S-0006"] == remarked(pocket, code)


def test_a_repetition_that_is_noted_is_not_named(pocket):
    """What derived_from says already need not be said again, over however many
    steps.
    """
    edited(
        pocket,
        ("S-0005", "date", "2006-05-20"),
        ("S-0005", "title", "Report: trader driven over the border"),
    )

    assert [] == remarked(pocket, "derivation")


def test_many_remarks_of_a_kind_are_cut_and_counted(pocket):
    """Ten of a kind are listed, the number is said, and --all lists all of them."""
    _, some, said = run("check", "--offline", "--data", pocket)
    _, all_, _ = run("check", "--offline", "--all", "--data", pocket)

    assert (10, 11) == (some.count("\tno-copy\t"), all_.count("\tno-copy\t"))
    assert "11 no-copy; --all lists all of them" in said


def pandoc(text, form):
    """Read a bibliography with pandoc, an independent reader, by the id of each
    item.
    """
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), f"--from={form}", "--to=csljson"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    return {item["id"]: item for item in json.loads(done.stdout)}


@pytest.mark.parametrize("form", ["bibtex", "biblatex"])
@pytest.mark.parametrize("package", ["tests/data/pocket", "data"])
def test_bibtex_is_read_back_whole(root, package, form):
    """Nothing of a source is lost on the way through BibTeX: day, script, capitals."""
    dataset = load(root / package)
    items = json.loads(bibliography(dataset, "csl"))

    assert {one["id"]: one for one in items} == pandoc(
        bibliography(dataset, "bibtex"), form
    )


def test_signs_of_tex_stay_signs():
    """What TeX would read as a command is printed as it stands."""
    title = r"50% of $5 -- a_b #1 ~x^2 \cmd{x} & <b> 'sure' " + '"thing"'
    item = {"id": "S-1", "type": "report", "author": [{"literal": "A & B"}]}

    assert title == pandoc(entry(item | {"title": title}), "biblatex")["S-1"]["title"]


def test_csl_has_every_source(root):
    """The identifiers are those of the table."""
    code, out, _ = run(
        "export", "--format", "csl", "--data", root / "tests" / "data" / "pocket"
    )

    assert [f"S-{n:04d}" for n in range(1, 15)] == [
        one["id"] for one in json.loads(out)
    ]
    assert code == 0


def test_an_export_goes_to_a_file(pocket, tmp_path):
    """The file is named, and holds what would be printed."""
    file = tmp_path / "sources.bib"
    code, out, _ = run("export", "--format", "bibtex", "--out", file, "--data", pocket)

    assert (0, f"{file}\n") == (code, out)
    assert run("export", "--format", "bibtex", "--data", pocket)[1] == file.read_text(
        "utf-8"
    )


def test_an_export_writes_over_nothing_unasked(pocket, tmp_path):
    """A file of somebody's may be what was named."""
    table = tmp_path / "sources.csv"
    before = b"a,b\n"
    table.write_bytes(before)
    code, _, said = run("export", "--format", "csl", "--out", table, "--data", pocket)

    assert (2, before) == (code, table.read_bytes())
    assert "add --force" in said
    assert (
        0
        == run(
            "export", "--format", "csl", "--out", table, "--force", "--data", pocket
        )[0]
    )


def test_an_export_without_names_has_none(pocket):
    """Titles of sources name people too."""
    _, out, _ = run(
        "export", "--format", "csl", "--names", "withheld", "--data", pocket
    )

    assert "Oduval" not in out
    assert "[name withheld] and [name withheld] v. Eastvale (no. 112/07)" in out


@pytest.mark.parametrize("words", [[], ["--format", "ris"]])
def test_an_export_needs_one_form(pocket, words):
    """Which form is meant is not guessed."""
    code, out, said = run("export", *words, "--data", pocket)

    assert (2, "") == (code, out)
    assert "--format" in said


def test_an_address_that_no_browser_opens_is_named(pocket, host):
    """A path on somebody's disk is no place where a reader finds the source."""
    pages = [(f"S-{n:04d}", "url", f"{host}/200-{n}") for n in range(1, 15)]
    edited(pocket, *pages, ("S-0002", "url", "file:///srv/x"))
    code, out, said = run("check", "--pause", "0", "--json", "--data", pocket)

    assert (2, "") == (code, out)
    assert "sources.csv row 3, url: not-an-address: 'file:///srv/x'" in said
