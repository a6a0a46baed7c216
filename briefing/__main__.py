"""`python -m briefing` is the command `briefing`, where none is on the path."""

import sys

from briefing.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
