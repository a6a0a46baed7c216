"""Our engine as papermill finds it: by its name, from any direction."""

import json
import subprocess
import sys

import nbformat
import pytest


@pytest.mark.parametrize(
    "first", ["papermill", "briefing.render.kernels.engine", "briefing"]
)
def test_papermill_finds_the_engine_whatever_is_imported_first(first):
    """Papermill loads plug-ins while it is being imported, perhaps by the plug-in."""
    code = (
        f"import {first}; from papermill.engines import papermill_engines as known; "
        "print(known.get_engine('briefing').execute_notebook.__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert ("execute_notebook\n", "") == (done.stdout, done.stderr)


@pytest.mark.slow
def test_the_command_of_papermill_runs_a_notebook_in_a_warm_kernel(tmp_path):
    """`papermill --engine briefing` gives a kernel that has imported pandas already."""
    words = (
        "import sys; print('pandas' in sys.modules, 'matplotlib.pyplot' in sys.modules)"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(words)])
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook.metadata.kernelspec = kernel
    nbformat.write(notebook, tmp_path / "in.ipynb")
    names = [str(tmp_path / name) for name in ("in.ipynb", "out.ipynb")]
    subprocess.run(
        [sys.executable, "-m", "papermill", "--engine", "briefing", *names], check=True
    )
    executed = json.loads((tmp_path / "out.ipynb").read_text("utf-8"))

    assert ["True True\n"] == executed["cells"][0]["outputs"][0]["text"]
