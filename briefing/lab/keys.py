"""A form whose keys are its own.

In JupyterLab a letter typed into a list is a shortcut of the notebook: B adds a cell, D
twice deletes one, and Enter on a button goes to the code. An attribute of the very
element that has the focus keeps JupyterLab away, and no widget can set attributes.
"""

from collections.abc import Sequence

from briefing.lab.fields import Widget, widgets

NAME = "briefing-form"
# The script may run before its place in the page is known, and then waits for it.
SCRIPT = f"""
const guard = () => {{
    const form = element.closest(".{NAME}");
    if (!form) return void setTimeout(guard, 20);
    form.addEventListener("focusin", (event) =>
        event.target.setAttribute("data-lm-suppress-shortcuts", ""));
}};
guard();
"""


def guarded(rows: Sequence[Widget]) -> Widget:
    """Stack *rows*, and keep the notebook's shortcuts away from what is typed there."""
    kit = widgets()
    script = {"application/javascript": SCRIPT, "text/plain": ""}
    output = {"output_type": "display_data", "data": script, "metadata": {}}
    hidden = kit.Output(outputs=(output,), layout=kit.Layout(height="0"))
    stack = kit.VBox([*rows, hidden])
    stack.add_class(NAME)
    return stack
