"""A chapter that was run and saved in JupyterLab is no change for git."""

import subprocess

import pytest

pytestmark = pytest.mark.browser
CHAPTER = "notebooks/03-by-right.ipynb"


def test_a_chapter_run_and_saved_leaves_no_difference(desk):
    """`briefing lab` has taught git what in a notebook is a change."""
    path = desk.lab.root / CHAPTER
    desk.open(CHAPTER)
    desk.menu("Run", "Run All Cells")
    desk.ran()
    with desk.page.expect_response(
        lambda answer: answer.request.method == "PUT" and CHAPTER in answer.url
    ):
        desk.page.keyboard.press("Control+s")
    run = subprocess.run(
        ["git", "diff", "--no-ext-diff", "--", CHAPTER],
        cwd=desk.lab.root,
        capture_output=True,
        text=True,
        check=True,
    )

    assert '"output_type"' in path.read_text("utf-8")
    assert ("", "") == (run.stdout, run.stderr)
