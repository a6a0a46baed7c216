"""The commands `briefing data …`: the package as a whole, in other forms and back."""

import typer

from briefing.commands import data, spreadsheets
from briefing.commands.export import export

app = typer.Typer(
    help="The data package as a whole: write it in other forms, read it back.",
    no_args_is_help=True,
)


@app.callback()
def about() -> None:
    """Write the data package in other forms, and read it back."""


app.command()(export)
app.command()(data.normalize)
app.command(name="to-xlsx")(spreadsheets.to_xlsx)
app.command(name="from-xlsx")(spreadsheets.from_xlsx)
