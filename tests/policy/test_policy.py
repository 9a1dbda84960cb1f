"""Policies: keys, files, profiles, the text in a workbook."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perf_xl.errors import FileProblem, InputError
from perf_xl.policy import (
    DEFAULT_POLICY,
    find_policy,
    load_policy,
    policy_from_text,
    policy_overrides,
    policy_text,
    profile,
    profiles,
    with_overrides,
)


def test_weights_when_default_then_add_up_to_100():
    """Both sets of level-1 points are complete."""
    assert [100, 100] == [sum(DEFAULT_POLICY.level1_weights(with_cost=cost).values()) for cost in (False, True)]


def test_load_policy_when_file_changes_two_keys_then_only_they_differ(tmp_path):
    """The rest stays at the default."""
    path = tmp_path / "perf_xl.toml"
    path.write_text('part_steps = "ceil"\noverfulfilled_ratio = 1.3\n', encoding="utf-8")
    assert {"part_steps": "ceil", "overfulfilled_ratio": "1.3"} == policy_overrides(load_policy(path))


def test_load_policy_when_it_names_a_profile_then_builds_on_it(tmp_path):
    """A file may start from a shipped profile."""
    path = tmp_path / "p.toml"
    path.write_text('profile = "reverse-linear"\nequal_above = "proportion"\n', encoding="utf-8")
    assert {"reverse_proportion": "linear", "equal_above": "proportion"} == policy_overrides(load_policy(path))


def test_find_policy_when_it_stands_above_then_is_found(tmp_path):
    """The nearest file upward counts."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "perf_xl.toml").write_text("", encoding="utf-8")
    assert tmp_path / "perf_xl.toml" == find_policy(tmp_path / "a" / "b")


@pytest.mark.parametrize("name", profiles())
def test_profile_when_shipped_then_loads_and_round_trips(name):
    """Every shipped profile is valid and survives the workbook's text."""
    policy = profile(name)
    assert policy == policy_from_text(policy_text(policy))
    assert len(profiles()[name]) > 0


def test_policy_text_when_default_then_is_empty():
    """A workbook scored by the defaults keeps nothing."""
    assert ("", DEFAULT_POLICY) == (policy_text(DEFAULT_POLICY), policy_from_text(""))


def test_overrides_when_every_key_differs_then_round_trip():
    """All kinds of values come back from their text."""
    policy = with_overrides(
        DEFAULT_POLICY,
        {
            "decimals": 1,
            "overfulfilled_cut": "0.1",
            "rescale_not_applicable": True,
            "weights": {"产出指标": 60, "效益指标": 40},
            "grades": [{"name": "好", "high": 1, "low": "0.9"}],
            "library": ["本县.xlsx"],
        },
    )
    assert policy == policy_from_text(policy_text(policy))
    assert Decimal("0.1") == policy.overfulfilled_cut


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"steps": 1}, "口径设置 里的“steps”不是口径设置的项"),
        ({"part_steps": "round"}, "口径设置 里“part_steps”的值“round”不对：应为 floor、ceil、linear 之一。请改正。"),
        ({"decimals": 9}, "口径设置 里“decimals”的值“9”不对：应为 0 到 4 之间的整数。请改正。"),
        (
            {"overfulfilled_ratio": True},
            "口径设置 里“overfulfilled_ratio”的值“True”不对：应为 1 到 100 之间的数。请改正。",
        ),
        ({"weights": {"产出指标": "多"}}, "应为 0 到 1000 之间的数"),
        ({"grades": [{"name": "好"}]}, "每档要有 name、high、low 三项"),
    ],
)
def test_with_overrides_when_value_is_wrong_then_names_key_and_remedy(table, message):
    """The clerk reads which key, which value, what it may be."""
    with pytest.raises(InputError) as error:
        with_overrides(DEFAULT_POLICY, table)
    assert message in str(error.value)


def test_load_policy_when_file_is_unusable_then_says_why(tmp_path):
    """A missing file and broken TOML are refused in one sentence."""
    with pytest.raises(FileProblem, match="读不了"):
        load_policy(tmp_path / "none.toml")
    broken = tmp_path / "broken.toml"
    broken.write_text("part_steps = ", encoding="utf-8")
    with pytest.raises(FileProblem, match="不是有效的 TOML"):
        load_policy(broken)
    with pytest.raises(InputError, match="没有名为“不存在”的口径方案"):
        profile("不存在")
