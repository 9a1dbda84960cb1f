"""The ribbon's XML against the schema, the commands and the design of the tab."""

import re
from itertools import permutations
from pathlib import Path

import pytest
from lxml import etree

from perf_xl.addin.ribbon import NAMESPACE, NAMESPACE_2007, buttons, ribbon_2007
from perf_xl.resources import resource_dir

XML = (resource_dir("addin") / "customUI14.xml").read_text("utf-8")
SCHEMA = Path(__file__).with_name("customui_subset.xsd").read_bytes()
GROUPS = {
    "填表": ["新建表格", "增加指标行", "删除指标行", "填充指标解释"],
    "检查": ["校验", "下一处问题", "已核实", "清除标记"],
    "计分": ["计算执行率", "计算得分", "这个得分怎么来的？", "口径设置"],
    "汇总": ["汇总到部门", "批量生成"],
    "工具": ["撤销上一步绩效操作", "修复表格", "体检", "帮助", "关于"],
}


def problems(xml: str, namespace: str = NAMESPACE) -> list[str]:
    """What the schema has against a ribbon."""
    schema = etree.XMLSchema(etree.fromstring(SCHEMA.replace(NAMESPACE.encode(), namespace.encode())))
    schema.validate(etree.fromstring(xml.encode()))
    return [error.message for error in schema.error_log]


def test_ribbon_when_validated_then_the_schema_is_silent():
    """One mistake, and Excel shows no tab without a word."""
    assert [] == problems(XML)


def test_ribbon_2007_when_validated_then_the_schema_is_silent():
    """The older part has its own namespace and no context menu."""
    old = ribbon_2007(XML)
    assert [] == problems(old, NAMESPACE_2007)
    assert "contextMenu" not in old
    assert XML.count("<button") - old.count("<button") == 1


@pytest.mark.parametrize(
    "right, wrong",
    [
        ('keytip="DF"', 'keytip="DEFG"'),
        ('size="large"', 'size="huge"'),
        ("screentip=", "screenTip="),
        ('id="pxScore"', 'id="pxRate"'),
        ("<group ", "<gruppe "),
        (' label="计算得分"', ' label=""'),
    ],
)
def test_ribbon_when_mistyped_then_the_schema_complains(right, wrong):
    """The schema is strict enough to find what people mistype."""
    assert right in XML
    assert [] != problems(
        XML.replace(right, wrong).replace("</group>", f"</{wrong[1:8]}>" if "gruppe" in wrong else "</group>")
    )


def test_ribbon_when_read_then_has_the_groups_and_labels_of_the_design():
    """In the order of the work."""
    root = etree.fromstring(XML.encode())
    found = {g.get("label"): [b.get("label") for b in g] for g in root.iter(f"{{{NAMESPACE}}}group")}
    assert found == GROUPS
    assert ["校验", "计算得分", "汇总到部门"] == [
        b.get("label") for b in root.iter(f"{{{NAMESPACE}}}button") if b.get("size") == "large"
    ]


def test_ribbon_when_a_button_can_be_grey_then_its_tip_says_why():
    """Every button has a title, an explanation, an icon and a keytip of its own."""
    root = etree.fromstring(XML.encode())
    tab = [b.attrib for b in root.find(f"{{{NAMESPACE}}}ribbon").iter(f"{{{NAMESPACE}}}button")]
    tips = [b["keytip"] for b in tab]
    assert all(re.fullmatch("[A-Z][A-Z0-9]{0,2}", tip) for tip in tips)
    assert not [(one, other) for one, other in permutations(tips, 2) if other.startswith(one)]
    for button in tab:
        assert button["screentip"] == button["label"]
        assert 8 <= len(button["supertip"]) <= 1024
        assert button["supertip"].endswith("。")
        assert button["imageMso"]
        assert ("按钮为灰色时" in button["supertip"]) == ("getEnabled" in button)


def test_context_menu_when_a_cell_is_clicked_then_explains_the_score_as_the_button_does():
    """The same words, picture, action and greyness as on the tab, and nothing else."""
    root = etree.fromstring(XML.encode())
    [menu] = root.iter(f"{{{NAMESPACE}}}contextMenu")
    [entry] = menu
    [button] = [b for b in root.iter(f"{{{NAMESPACE}}}button") if b.get("id") == "pxExplain"]
    assert "ContextMenuCell" == menu.get("idMso")
    shared = ("label", "tag", "imageMso", "onAction", "getEnabled")
    assert [button.get(name) for name in shared] == [entry.get(name) for name in shared]


def test_tab_when_shown_then_stands_after_the_home_tab_under_its_name():
    """With a keytip of its own."""
    [tab] = etree.fromstring(XML.encode()).iter(f"{{{NAMESPACE}}}tab")
    assert ("绩效评价", "TabHome", "JX") == (tab.get("label"), tab.get("insertAfterMso"), tab.get("keytip"))


def test_callbacks_when_named_in_the_ribbon_then_exist_in_the_shim():
    """Each callback is a public procedure with the arguments that Excel passes."""
    source = (resource_dir("vba_shim") / "PxRibbon.bas").read_text("ascii")
    for kind, name in set(re.findall(r'\b(onLoad|onAction|getEnabled)="(\w+)"', XML)):
        arguments = {
            "onLoad": r"\w+ As Object",
            "onAction": r"\w+ As Object",
            "getEnabled": r"\w+ As Object, ByRef \w+ As Variant",
        }
        assert re.search(rf"Public Sub {name}\({arguments[kind]}\)", source), name


def test_buttons_when_listed_then_each_has_a_command():
    """The context menu's button is the same command as the tab's."""
    assert "explain" == buttons(XML)[-1].command
    assert len(buttons(XML)) == sum(map(len, GROUPS.values())) + 1
