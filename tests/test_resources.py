"""The shipped data is found, in a checkout and in a wheel."""

from __future__ import annotations

import pytest

from perf_xl import resources
from perf_xl.errors import InputError


@pytest.mark.parametrize("name", ["templates", "published", "addin", "vba_shim"])
def test_resource_dir_when_the_project_is_installed_editable_then_found(name):
    """All four folders."""
    assert resources.resource_dir(name).is_dir()


def test_resource_dir_when_installed_from_a_wheel_then_inside_the_package(tmp_path, monkeypatch):
    """The wheel carries them under _resources, which comes first."""
    (tmp_path / "perf_xl" / "_resources" / "templates").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "perf_xl")
    resources.resource_dir.cache_clear()
    assert resources.resource_dir("templates") == tmp_path / "perf_xl" / "_resources" / "templates"
    resources.resource_dir.cache_clear()


def test_resource_dir_when_it_is_missing_then_a_sentence():
    """A broken installation is told apart from a bug."""
    with pytest.raises(InputError, match="安装不完整：找不到随附的“nothing”文件夹"):
        resources.resource_dir("nothing")
