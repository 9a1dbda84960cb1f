"""The wheel carries all the product needs: unpacked alone, it runs the demonstration."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_alone_finds_templates_published_forms_addin_and_shim(tmp_path):
    """Built, unpacked and put before the checkout: `demo` writes the 27 forms from the wheel's own resources."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    environment = os.environ | {"PYTHONPATH": str(site), "PYTHONUTF8": "1"}
    where = "import perf_xl, perf_xl.resources as r; print(perf_xl.__file__, *map(r.resource_dir, {!r}), sep='\\n')"
    names = ("templates", "published", "addin", "vba_shim")
    done = subprocess.run(
        [sys.executable, "-c", where.format(names)],
        env=environment,
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert all(line.startswith(str(site)) for line in done.stdout.split())
    demo = [sys.executable, "-m", "perf_xl", "demo", "--out", str(tmp_path / "演 示")]
    done = subprocess.run(demo, env=environment, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert "926.42" in done.stdout
    assert len(list((tmp_path / "演 示" / "published").rglob("*.xlsx"))) == 27
