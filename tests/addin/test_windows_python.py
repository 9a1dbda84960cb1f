"""The Windows interpreter: hashes, and what is left out of the wheels."""

import hashlib
import zipfile

import pytest

from perf_xl.addin import windows_python
from perf_xl.addin.windows_python import _check, _locked, _unpack, copy_package
from perf_xl.errors import FileProblem


def test_lock_when_read_then_names_each_package_with_a_hash():
    """Exact versions only."""
    locked = dict(_locked())
    assert {"xlwings", "pywin32", "lark", "pandas"} <= {name.split("==")[0] for name in locked.values()}
    assert all(len(hash_) == 64 and "==" in name for hash_, name in locked.items())


def test_check_when_a_byte_differs_then_refuses_the_file():
    """An interpreter that is not the pinned one is never packed."""
    good = hashlib.sha256(b"MZ").hexdigest()
    _check("python.exe", b"MZ", good)
    with pytest.raises(FileProblem, match=r"python.exe.*与记录的校验值不符"):
        _check("python.exe", b"MX", good)


def test_unpack_when_it_is_xlwings_then_only_the_bsd_part_comes_out(tmp_path):
    """xlwings/pro has another licence; data folders of a wheel land in site-packages."""
    wheel = tmp_path / "xlwings-0.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        for name in (
            "xlwings/main.py",
            "xlwings/pro/reports.py",
            "xlwings/xlwingslib.pyd",
            "a.data/platlib/win32/x.pyd",
        ):
            file.writestr(name, b"")
    _unpack(wheel, tmp_path / "site")
    found = {
        path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*") if path.is_file()
    }
    assert {"xlwings/main.py", "win32/x.pyd"} == found


def test_copy_package_when_copied_then_brings_its_data_along(tmp_path):
    """Templates and add-in sources travel inside the package."""
    copy_package(tmp_path)
    package = tmp_path / "perf_xl"
    for name in (
        "_resources/addin/customUI14.xml",
        "_resources/vba_shim/PxLink.bas",
        "addin/windows.lock",
        "scoring/parsing/grammar.lark",
    ):
        assert (package / name).exists()
    assert (package / "_resources" / "templates").is_dir()
    assert [] == list(package.rglob("*.pyc"))
    assert windows_python.LOCK.read_bytes() == (package / "addin" / "windows.lock").read_bytes()
