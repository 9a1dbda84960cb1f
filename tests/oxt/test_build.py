"""The extension as a file: reproducible, complete, well-formed."""

from __future__ import annotations

import ast
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest

from perf_xl.addin.ribbon import buttons
from perf_xl.functions import FUNCTIONS
from perf_xl.hosts.libreoffice.basic import basic_module
from perf_xl.hosts.libreoffice.commands import known_commands
from perf_xl.hosts.libreoffice.names import BASIC_MODULE, method_name
from perf_xl.oxt import registry
from perf_xl.oxt.build import build_extension, parts
from perf_xl.oxt.install import remove_basic_module
from perf_xl.oxt.menu import menu_groups, toolbar_commands
from perf_xl.resources import resource_dir

NAME = "{http://openoffice.org/2001/registry}name"


@pytest.fixture(scope="module")
def files():
    """The parts of the extension."""
    return parts()


def test_the_same_bytes_at_every_build(tmp_path):
    """Reproducible: order, dates and compression are fixed."""
    first, second = build_extension(tmp_path / "a.oxt"), build_extension(tmp_path / "b.oxt")
    assert first.read_bytes() == second.read_bytes()
    assert zipfile.ZipFile(first).testzip() is None


def test_every_part_of_the_manifest_is_there(files):
    """LibreOffice refuses an extension that names what it lacks."""
    named = re.findall(r'full-path="([^"]+)"', files["META-INF/manifest.xml"].decode())
    assert [] == [name for name in named if name not in files]


def test_what_the_functions_need_is_inside(files):
    """The package, the rule grammar, the parser and the layouts travel along; tests and caches do not."""
    needed = ["perf_xl/functions/catalog.py", "lark/__init__.py", "perf_xl/_resources/templates/aliases.toml"]
    assert [] == [name for name in needed if f"pythonpath/{name}" not in files]
    assert any(name.endswith(".lark") for name in files)
    assert [] == [name for name in files if "__pycache__" in name or "/tests/" in name]


@pytest.mark.parametrize(
    "text",
    [registry.calc_addins, registry.addons, registry.protocol_handler, registry.jobs, registry.toolbar_window],
)
def test_configuration_is_well_formed(text):
    """XML that parses, with the names of a component."""
    root = ET.fromstring(text())
    assert root.attrib[NAME]
    assert list(root)


def test_every_function_has_chinese_help_for_each_argument():
    """The Function Wizard shows the catalogue's own texts."""
    root = ET.fromstring(registry.calc_addins())
    nodes = {node.attrib[NAME]: node for node in root.iter("node")}
    for spec in FUNCTIONS:
        texts = [value.text for value in nodes[method_name(spec)].iter("value")]
        assert spec.help in texts
        assert [] == [argument.name for argument in spec.arguments if argument.help not in texts]


def test_types_name_every_function_without_underscores():
    """UNO's language refuses them."""
    idl = registry.types()
    assert [] == [spec.name for spec in FUNCTIONS if f"any {method_name(spec)}(" not in idl]
    assert re.findall(r"\] any (\w*_\w*)", idl) == []


def test_menu_has_the_ribbons_commands_in_its_order():
    """One source for Excel and LibreOffice; each command has an answer here."""
    ribbon = buttons((resource_dir("addin") / "customUI14.xml").read_text(encoding="utf-8"))
    expected = list(dict.fromkeys(button.command for button in ribbon))
    listed = [command for group in menu_groups() for command, _ in group.commands]
    assert expected == listed
    assert set(listed) == known_commands()
    assert {command for command, _ in toolbar_commands()} <= set(listed)


def test_the_component_is_python_and_thin(files):
    """It only forwards; it must not grow a life of its own."""
    source = files["perf_xl_component.py"].decode()
    ast.parse(source)
    assert len(source.splitlines()) < 150


def test_the_basic_module_wraps_every_function():
    """One function each, arguments handed on untouched."""
    text = basic_module()
    assert text.startswith("Option VBASupport 1")
    assert [f"Function {spec.name}(" in text for spec in FUNCTIONS] == [True] * len(FUNCTIONS)


def test_uninstalling_takes_the_basic_module_and_leaves_the_others(tmp_path):
    """The user's own modules of the library Standard stay."""
    library = tmp_path / "user" / "basic" / "Standard"
    library.mkdir(parents=True)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    element = '<library:element library:name="{}"/>'
    names = "".join(map(element.format, ("Module1", BASIC_MODULE)))
    index = library / "script.xlb"
    space = 'xmlns:library="http://openoffice.org/2000/library"'
    index.write_text(f'{head}<library:library {space} library:name="Standard">{names}</library:library>')
    (library / f"{BASIC_MODULE}.xba").write_text("x")
    assert remove_basic_module(tmp_path) is True
    assert (False, True) == ((library / f"{BASIC_MODULE}.xba").exists(), "Module1" in index.read_text())
    assert BASIC_MODULE not in index.read_text()
    assert remove_basic_module(tmp_path) is False
