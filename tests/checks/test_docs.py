"""docs/findings is what the pages say."""

from __future__ import annotations

import subprocess
import sys

from tests.checks.support import PUBLISHED

ROOT = PUBLISHED.parent


def test_docs_when_regenerated_then_unchanged():
    """The generated documents are in step with the program."""
    script = ROOT / "scripts" / "generate_docs.py"
    result = subprocess.run([sys.executable, str(script), "--check"], capture_output=True, text=True, check=False)
    assert (0, "") == (result.returncode, result.stdout)
