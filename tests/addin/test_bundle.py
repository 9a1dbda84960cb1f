"""The offline bundle around an interpreter; the real one is built and used under Wine."""

import zipfile

from perf_xl.addin import bundle, install
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
    assert all(script.count(b"\n") == script.count(b"\r\n") > 3 for script in scripts)
    assert ["offline.zip"] == [path.name for path in out.parent.iterdir()]


def test_install_script_when_read_then_means_nothing_else_in_any_code_page():
    """Chinese stands behind the switch to its code page alone, and no byte of it is one that cmd.exe acts upon."""
    before, after = bundle.INSTALL.split("chcp 936")
    assert before.isascii()
    chinese = [character.encode("gbk") for character in after if not character.isascii()]
    assert len(chinese) > 20
    assert all(byte >= 0x80 or chr(byte).isalnum() for code in chinese for byte in code)


def test_scripts_when_they_stand_anywhere_then_name_every_file_by_its_full_quoted_path():
    """A network share is no current folder for cmd.exe; a folder's name may have a blank, & or !."""
    assert "cd " not in bundle.INSTALL
    for script in (bundle.INSTALL, install.DOCTOR, install.UNINSTALLER):
        assert "delayedexpansion" not in script.lower()
        for line in script.splitlines():
            parts = line.split('"')
            assert not any(("%~" in part and "%~1" not in part) or "%LOCALAPPDATA%" in part for part in parts[::2]), (
                line
            )
