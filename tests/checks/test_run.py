"""Running checks: a crash is a finding, severities and codes as set up, order, clean forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from perf_xl.checks.base import Audit, Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.group import Group
from perf_xl.checks.run import audit_forms, check_form
from perf_xl.checks.settings import Settings, codes_of, preset_of, severities_of
from perf_xl.errors import InputError
from perf_xl.findings.finding import Finding, Severity
from perf_xl.forms.catalog import form_ids
from tests.checks.support import HERE, context, findings_of, load_yaml, planted, record_of, told


class Crashing(Check):
    """A check that fails."""

    code = "PX301"
    title = "坏的"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        yield self.finding(form, None, "出错之前的一条")
        raise KeyError("指标")


class CrashingAudit(Audit):
    """An audit that fails."""

    code = "PX601"
    title = "坏的"
    severity = Severity.ERROR

    def run(self, group: Group) -> Iterable[Finding]:
        raise ValueError(f"{len(group.forms)} 张")


@pytest.mark.parametrize("form", form_ids())
@pytest.mark.parametrize("preset", ["填报", "复核"])
def test_check_when_a_form_is_clean_then_no_finding(form: str, preset: str):
    """A clean form of each kind gives nothing, neither to the unit nor to the bureau."""
    record = record_of(load_yaml(HERE / "clean" / f"{form}.yml"))
    assert [] == [told(record, finding) for finding in findings_of(record, preset)]


def test_check_when_it_raises_then_px901_and_the_rest_goes_on():
    """The crashed check is named; what it found before does not stand as if it had finished."""
    form = context(planted("zhijiang-2023-project-self-evaluation", {"主管部门": None}))
    from perf_xl.checks.px104_required_blank import RequiredBlank

    found = check_form(form, [Crashing(), RequiredBlank()])
    assert {("PX901", None), ("PX104", "A3")} == {finding.key for finding in found}
    assert "检查 PX301 没有做完（KeyError" in next(f.message for f in found if f.code == "PX901")


def test_audit_when_it_raises_then_px901():
    """The same for a check across forms."""
    form = context(planted("zhijiang-2023-project-self-evaluation", {}))
    found = audit_forms([form, form], [CrashingAudit()])
    assert ["PX901"] == [finding.code for finding in found]


def test_check_when_codes_are_selected_then_only_those():
    """A full code or a family; ignored codes go before selected ones."""
    record = planted("zhijiang-2023-project-self-evaluation", {"主管部门": None, "指标[8].全年完成值": "≥90%"})
    assert ["PX104", "PX309"] == codes_with(record, Settings())
    assert ["PX309"] == codes_with(record, Settings(select=("PX3",)))
    assert ["PX104"] == codes_with(record, Settings(ignore=("PX309",)))
    assert [] == codes_with(record, Settings(select=("PX3",), ignore=("PX309",)))


def codes_with(record, settings: Settings) -> list[str]:
    """The codes found under these settings."""
    return [finding.code for finding in check_form(replace(context(record), settings=settings))]


def test_check_when_the_county_sets_a_severity_then_it_holds():
    """必须改 for what is usually 请核实, and 不检查."""
    record = planted("zhijiang-2023-project-self-evaluation", {"指标[8].全年完成值": "≥90%"})
    known = ("PX309",)
    strict = Settings(severities=severities_of({"PX309": "必须改"}, "perf_xl.toml", known))
    found = check_form(replace(context(record), settings=strict))
    assert [Severity.ERROR] == [finding.severity for finding in found]
    assert [] == codes_with(record, Settings(severities=severities_of({"PX309": "不检查"}, "perf_xl.toml", known)))


def test_check_when_the_bureau_reviews_then_copies_weigh_more():
    """复核: the same copied goal is 请核实, not 参考."""
    record = planted(
        "zhijiang-2023-project-self-evaluation",
        {"全年实际完成情况": "养护农村公路120公里，维修桥梁3座，保障群众出行安全。"},
    )
    assert [Severity.INFO] == [finding.severity for finding in findings_of(record, "填报")]
    assert [Severity.WARNING] == [finding.severity for finding in findings_of(record, "复核")]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: codes_of("PX8", ("PX301",)), "没有代码为“PX8”的问题"),
        (lambda: preset_of("审核"), "没有“审核”这种检查方式。可用：填报、复核。"),
        (lambda: severities_of({"PX999": "参考"}, "perf_xl.toml", ("PX301",)), "没有代码为“PX999”的问题"),
        (
            lambda: severities_of({"PX301": "严重"}, "perf_xl.toml", ("PX301",)),
            "应为 必须改、请核实、参考、不检查 之一",
        ),
    ],
)
def test_settings_when_wrong_then_one_sentence(call, says: str):
    """A wrong option is refused in words."""
    with pytest.raises(InputError, match=says):
        call()


def test_findings_when_ordered_then_worst_first_and_consequences_after_their_cause():
    """Within a sheet: errors, warnings, infos; what follows from a warning stands directly below it."""
    record = planted(
        "zhijiang-2023-project-self-evaluation",
        {"指标[5].全年完成值": "536万元", "主管部门": None, "指标[8].全年完成值": "≥90%"},
    )
    assert ["PX104", "PX417", "PX501", "PX309"] == [finding.code for finding in findings_of(record)]


def test_crash_when_any_published_form_is_checked_then_none(published_findings: Sequence[Finding]):
    """No check fails on any of the published tables."""
    assert [] == [finding for finding in published_findings if finding.code == "PX901"]
