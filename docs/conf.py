"""How Sphinx makes the site: it fetches nothing, and neither do its pages.

`docs/build.py` lays out the pages and calls Sphinx with this file.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent

project = "SCO briefing"
author = "The sco-briefing contributors"
copyright = author  # noqa: A001 - the name is Sphinx's
version = json.loads((HERE / "datapackage.json").read_text("utf-8"))["version"]
release = version

extensions = ["myst_nb"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
# `docs/chapters.py` has run them, as a briefing does.
nb_execution_mode = "off"
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"

language = "en"
html_theme = "furo"
html_title = f"SCO briefing {version}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {
        "font-stack": "'Source Sans 3', sans-serif",
        "font-stack--monospace": "ui-monospace, monospace",
        "color-brand-primary": "#1b4f72",
        "color-brand-content": "#1b4f72",
    },
    "dark_css_variables": {
        "color-brand-primary": "#9cc9ea",
        "color-brand-content": "#9cc9ea",
    },
}
