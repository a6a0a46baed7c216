"""Lines to type, at the end of each --help."""

import typer

EXAMPLES: dict[str, tuple[str, ...]] = {
    "": (
        "briefing render",
        "briefing render state --states KAZ",
        "briefing check",
    ),
    "check": (
        "briefing check",
        "briefing check --strict",
        "briefing check --data ../my-package",
    ),
    "render": (
        "briefing render brief --finding corroborated",
        "briefing render state --states KAZ --date-from 2005 --date-to 2012",
        "briefing render --names withheld --if-changed",
    ),
    "batch": (
        "briefing batch state --each-state",
        "briefing batch spring.toml --workers 2 --json report.json",
    ),
    "status": ("briefing status", "briefing status --every 7d --json"),
    "keep": (
        'briefing keep all-states-2026.11 --reason "Cited in the report of May"',
        "briefing keep all-states-2026.11 --release",
    ),
    "prune": ("briefing prune --keep 12 --dry-run", "briefing prune --keep 12"),
    "list": ("briefing list states", "briefing list parameters"),
    "codebook": ("briefing codebook", "briefing codebook --data my-package"),
    "stamp": ("briefing stamp", "briefing stamp --data my-package"),
    "synth": (
        "briefing synth --incidents 1000 --out synthetic",
        "briefing synth --incidents 1000000 --out large --format parquet",
    ),
    "correct": (
        "briefing correct incidents INC-0018 date --now 2004-02-24 --source S-0038 "
        '--reason "A report of that day already tells of it" --dry-run',
    ),
    "data export": (
        "briefing data export --to csv copy",
        "briefing data export --to zip --names withheld public",
    ),
    "duplicates": ("briefing duplicates", "briefing duplicates --all --json"),
    "duplicates decide": (
        "briefing duplicates decide INC-0125 INC-0130 --different "
        '--reason "Arrest, then transfer"',
    ),
    "sources check": (
        "briefing sources check --offline",
        "briefing sources check --all --json",
    ),
    "sources export": ("briefing sources export sources.bib --bibtex",),
    "lab": ("briefing lab", "briefing lab --setup"),
    "new chapter": (
        'briefing new chapter "How long were people held?"',
        'briefing new chapter "Who was wanted?" --profile regional --count '
        "incidents_by_target_group",
    ),
    "new profile": (
        'briefing new profile held --title "People held" --chapters 07-who,05-cases',
    ),
    "lint": (
        "briefing lint",
        "briefing lint notebooks/02-by-state.ipynb --fix",
    ),
    "preview": (
        "briefing preview notebooks/02-by-state.ipynb",
        "briefing preview notebooks/11-state-profile.ipynb --states KAZ",
        "briefing preview notebooks/02-by-state.ipynb --once --out draft.pdf",
    ),
    "data normalize": ("briefing data normalize --dry-run", "briefing data normalize"),
    "data to-xlsx": ("briefing data to-xlsx data.xlsx",),
    "data from-xlsx": (
        "briefing data from-xlsx data.xlsx --dry-run",
        'briefing data from-xlsx data.xlsx --reason "Seen in the ruling" '
        "--source S-0012",
    ),
    "import": ("briefing import people.csv --map mapping.toml --out my-package",),
    "case new": (
        "briefing case new",
        "briefing case new --template > case.toml",
        "briefing case new case.toml --dry-run",
        "briefing case new case.toml --yes "
        '--not-a-duplicate "He was handed over a second time"',
    ),
    "case show": ("briefing case show INC-0042", "briefing case show INC-0042 --json"),
    "case edit": (
        "briefing case edit INC-0042",
        'briefing case edit INC-0042 case.toml --reason "Seen in the ruling" '
        "--source S-0012",
    ),
    "explain": ("briefing explain", "briefing explain unknown-code"),
}


def examples(name: str) -> tuple[str, ...]:
    """Give the lines of a command; a group without lines of its own shows its
    commands'.
    """
    below = [lines[0] for one, lines in EXAMPLES.items() if one.startswith(f"{name} ")]
    return EXAMPLES.get(name) or tuple(below[:3])


def epilog(name: str) -> str:
    """Write the examples of a command as the end of its help."""
    lines = examples(name)
    # Only an empty line keeps two lines of an epilog apart.
    return "\n\n".join(["Examples:", *lines]) if lines else ""


def teach(app: typer.Typer, before: str = "") -> None:
    """Give every command and every group its examples."""
    app.info.epilog = epilog(before.strip())
    for command in app.registered_commands:
        own = command.name or (command.callback.__name__ if command.callback else "")
        name = f"{before}{own.replace('_', '-')}"
        command.epilog = epilog(name)
    for group in app.registered_groups:
        if group.typer_instance is not None and group.name:
            teach(group.typer_instance, f"{before}{group.name} ")
