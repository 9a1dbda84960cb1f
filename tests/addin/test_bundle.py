"""The offline bundle around an interpreter; the real one is built and used under Wine."""

import zipfile

from perf_xl.addin import bundle
from perf_xl.addin.build import addin_bytes


def test_bundle_when_made_then_holds_interpreter_addin_and_scripts(tmp_path, monkeypatch):
    """All in one folder, scripts with the line ends that cmd.exe wants."""

    def pretend(folder, _downloads):
        (folder / "site").mkdir(parents=True)
        (folder / "python.exe").write_bytes(b"MZ")

    monkeypatch.setattr(bundle, "make_windows_python", pretend)
    out = bundle.make_bundle(tmp_path / "new" / "offline.zip")
    with zipfile.ZipFile(out) as file:
        names = set(file.namelist())
        scripts = [file.read(f"{bundle.FOLDER}/{name}") for name in ("install.cmd", "doctor.cmd")]
        packed = file.read(f"{bundle.FOLDER}/perf_xl.xlam")
    expected = {"python/python.exe", "perf_xl.xlam", "install.cmd", "doctor.cmd", "使用说明.txt"}
    assert {f"{bundle.FOLDER}/{name}" for name in expected} == names
    assert addin_bytes() == packed
    assert all(script.isascii() and script.count(b"\n") == script.count(b"\r\n") for script in scripts)
    assert ["offline.zip"] == [path.name for path in out.parent.iterdir()]
