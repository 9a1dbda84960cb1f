"""The compound file writer, checked by olefile with every defect an error."""

import io

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xl.addin.cfb import write_compound_file

names = st.text(alphabet="abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1, max_size=31)
trees = st.dictionaries(names, st.binary(max_size=9000), max_size=12)


def read(data: bytes) -> dict[str, bytes]:
    """All streams by path, as olefile reads them."""
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT) as file:
        assert [] == file.parsing_issues
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


@settings(max_examples=60)
@given(trees, trees)
def test_write_compound_file_when_read_by_olefile_then_holds_the_streams(top, inner):
    """Streams of any size, in the root and in a storage."""
    top.pop("vba", None)
    tree = {**top, "vba": inner} if inner else top
    expected = top | {f"vba/{name}": data for name, data in inner.items()}
    assert expected == read(write_compound_file(tree))


def test_write_compound_file_when_large_then_chains_several_fat_sectors():
    """More than 128 sectors need a second FAT sector."""
    data = bytes(range(256)) * 1000
    assert {"big": data, "small": b"x"} == read(write_compound_file({"big": data, "small": b"x"}))


def siblings(file, index, depth=0):
    """The tree below a directory entry as (depth, name, colour), in order."""
    if index == olefile.NOSTREAM:
        return []
    entry = file._load_direntry(index)
    left = siblings(file, entry.sid_left, depth + 1)
    return [*left, (depth, entry.name, entry.color), *siblings(file, entry.sid_right, depth + 1)]


@pytest.mark.parametrize("count", range(1, 18))
def test_write_compound_file_when_many_entries_then_the_tree_is_ordered_and_red_black(count):
    """Order by length then name; no red node below a red one; black heights equal on all paths."""
    tree = {("s" * (i % 4 + 1)) + str(i): b"x" for i in range(count)}
    with olefile.OleFileIO(io.BytesIO(write_compound_file(tree))) as file:
        nodes = siblings(file, file.root.sid_child)
        assert sorted(tree, key=lambda name: (len(name), name.upper())) == [name for _, name, _ in nodes]
        assert balanced(file, file.root.sid_child) >= 1


def balanced(file, index, *, parent_red=False):
    """The black height below an entry; fails where the rules of a red-black tree are broken."""
    if index == olefile.NOSTREAM:
        return 1
    entry = file._load_direntry(index)
    red = entry.color == 0
    assert not (red and parent_red)
    left, right = (balanced(file, child, parent_red=red) for child in (entry.sid_left, entry.sid_right))
    assert left == right
    return left + (not red)


def test_write_compound_file_when_name_too_long_then_refuses():
    """The format stops at 31 characters."""
    with pytest.raises(ValueError, match="name of a stream"):
        write_compound_file({"x" * 32: b""})
