"""What cannot be the address of a Dask scheduler is refused before anybody waits."""

import pytest

from briefing.cli import main
from briefing.publish.batch import executors
from helpers.paths import POCKET


@pytest.mark.parametrize(
    "address",
    [
        "",
        "127.0.0.1",
        "tcp://127.0.0.1",
        "tcp://",
        ":8786",
        "http://127.0.0.1:8786",
        "htttp://x:1",
        "tcp://127.0.0.1:99999",
        "tcp://127.0.0.1:port",
        "tcp://[::1",
    ],
)
def test_an_address_of_the_wrong_form_is_refused_at_once(
    address, capsys, monkeypatch, tmp_path
):
    """The sentence shows the right form; nothing is made here instead."""
    monkeypatch.setattr(executors, "connected", lambda _: pytest.fail("was asked"))
    words = ["batch", "brief", "--data", str(POCKET), "--out", str(tmp_path / "out")]
    code = main.main([*words, "--scheduler", address])
    said = capsys.readouterr().err

    assert 2 == code
    assert f"--scheduler is '{address}', which is no address" in said
    assert "tcp://10.0.0.1:8786" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.1:8786", "10.0.0.1:8786", "tls://a.b:1", "tcp://[::1]:1"]
)
def test_an_address_as_a_scheduler_prints_it_is_taken(address):
    """With or without tcp://, of either kind of number, or by name."""
    assert address == executors.ClusterExecutor(address).address


def test_encryption_without_certificates_is_named_as_that(monkeypatch):
    """Nobody is asked, and nobody waits ten seconds to hear that nobody answers."""
    monkeypatch.setattr(executors, "reach", lambda *_: pytest.fail("was asked"))
    with pytest.raises(executors.NoCluster, match=r"has no certificates here"):
        executors.connected("tls://127.0.0.1:8786")


def test_a_port_where_nobody_listens_is_given_up_before_dask_is_asked(monkeypatch):
    """Dask would take twice the time, and complain at its end."""
    import distributed

    monkeypatch.setattr(executors, "PATIENCE", 1)
    monkeypatch.setattr(distributed, "Client", lambda *_, **__: pytest.fail("asked"))
    with pytest.raises(executors.NoCluster, match="within 1 s"):
        executors.connected("127.0.0.1:9")


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (b"\xef\xbb\xbf", "begins with a byte order mark"),
        (b"\xff\xfe", "cannot be read"),
        (b"<<<<<<< ours\n", "both sides of a merge"),
    ],
)
def test_preview_says_of_an_unreadable_notebook_what_lint_says(
    before, said, root, tmp_path, capsys
):
    """Exit code 2, for nothing has failed: somebody has to save the file again."""
    place = tmp_path / "02-by-state.ipynb"
    whole = (root / "notebooks" / "02-by-state.ipynb").read_bytes()
    place.write_bytes(before + whole)
    code = main.main(["chapter", "preview", str(place), "--once"])
    preview = capsys.readouterr().err
    main.main(["chapter", "lint", str(place)])

    assert 2 == code
    assert said in preview
    assert said in capsys.readouterr().out
    assert not place.with_suffix(".pdf").exists()


def test_a_chapter_with_a_byte_order_mark_is_refused(root, tmp_path):
    """Where it runs, too: a sentence with the command that says more."""
    from briefing.render.execute import Unreadable, run_chapter

    place = tmp_path / "01-one.ipynb"
    whole = (root / "notebooks" / "02-by-state.ipynb").read_bytes()
    place.write_bytes(b"\xef\xbb\xbf" + whole)

    with pytest.raises(Unreadable, match="`briefing chapter lint "):
        run_chapter(place, {})
