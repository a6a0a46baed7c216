"""Where the project, the real data and the data of the tests lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REAL_DATA = ROOT / "data"
TEST_DATA = ROOT / "tests" / "data"
POCKET = TEST_DATA / "pocket"
