"""XML as text: cut it into top-level elements, read and set attributes, escape, and put it back byte for byte.

A part of a workbook is never re-serialised. A :class:`Document` keeps the text of every top-level element, so what is
not named by an edit leaves the way it came. The namespace prefix of the part (``x:`` in some producers' files) is kept
in :attr:`Document.prefix` and used for new elements too.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

TAG = re.compile(
    r"<(?:!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>"
    r"|(?P<close>/)?(?P<name>[^\s/>!?]+)(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?P<empty>/)?>)",
    re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#x(?P<hex>[0-9A-Fa-f]{1,8})|#(?P<decimal>[0-9]{1,10})|(?P<name>lt|gt|amp|quot|apos));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_HEX_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NEEDS_HEX = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x01-\x08\x0b-\x1f\ufffe\uffff]")
_UNUSABLE = re.compile(r"[\x00\ud800-\udfff]")
_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ANY = re.compile(r"\s([^\s=/>]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NOT_CONTENT = re.compile(r"<!--.*?-->|<!\[CDATA\[(?P<text>.*?)\]\]>", re.DOTALL)


class MarkupError(ValueError):
    """The text is not the XML a workbook part may hold."""


def unescape(text: str) -> str:
    """Character data or an attribute value with its entities resolved and line ends made one kind."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text:
        return text
    return _ENTITY.sub(_entity, text)


def _entity(match: re.Match[str]) -> str:
    if match["name"]:
        return _NAMED[match["name"]]
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def escape(text: str) -> str:
    """``text`` as character data."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """``text`` as an attribute value, without the quotes around it."""
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")


def decode_hex(text: str) -> str:
    """Spreadsheet text with its ``_x000D_`` escapes resolved (ECMA-376, ST_Xstring)."""
    if "_x" not in text:
        return text
    plain = _HEX_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if any("\ud800" <= letter <= "\udfff" for letter in plain):
        plain = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return plain


def encode_hex(text: str) -> str:
    """``text`` with every character that XML cannot carry as ``_xHHHH_``, and literal ``_x0041_`` protected."""
    if _UNUSABLE.search(text):
        text = _UNUSABLE.sub(lambda match: "" if match[0] == "\x00" else "\ufffd", text)
    return _NEEDS_HEX.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


@lru_cache(maxsize=512)
def _attribute_pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(\s){re.escape(name)}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def attribute(tag: str, name: str) -> str | None:
    """The value of attribute ``name`` (with its prefix, if any) in a start tag; None if absent.

    >>> attribute('<c r="A1" s="3">', "s")
    '3'
    """
    match = _attribute_pattern(name).search(tag)
    if match is None:
        return None
    return unescape(match[2] if match[2] is not None else match[3])


def flag(tag: str, name: str, *, default: bool = False) -> bool:
    """A boolean attribute of a start tag."""
    value = attribute(tag, name)
    return default if value is None else value in ("1", "true", "on")


_ID = re.compile(r"\s[A-Za-z_][\w.-]*:id\s*=\s*[\"']([^\"']*)[\"']")


def relation_id(tag: str) -> str | None:
    """The relationship id of a start tag (``r:id``, whatever the prefix)."""
    match = _ID.search(tag)
    return match[1] if match else None


def with_attribute(tag: str, name: str, value: str | None) -> str:
    """The start tag with one attribute set, or taken away (None); all else as it was.

    >>> with_attribute('<row r="1"/>', "ht", "20"), with_attribute('<c r="A1" t="s">', "t", None)
    ('<row r="1" ht="20"/>', '<c r="A1">')
    """
    match = _attribute_pattern(name).search(tag)
    if value is None:
        return tag if match is None else tag[: match.start()] + tag[match.end() :]
    if match is not None:
        return f'{tag[: match.start()]}{match[1]}{name}="{quoted(value)}"{tag[match.end() :]}'
    end = len(tag) - (2 if tag.endswith("/>") else 1)
    return f'{tag[:end].rstrip()} {name}="{quoted(value)}"{tag[end:]}'


def start_tag(element: str) -> str:
    """The start tag of an element's text."""
    match = TAG.match(element)
    if match is None:
        raise MarkupError(element[:40])
    return match[0]


def with_start_tag(element: str, tag: str) -> str:
    """The element with another start tag of the same kind (open or empty)."""
    return tag + element[len(start_tag(element)) :]


def element_with(element: str, name: str, value: str | None) -> str:
    """The element with one attribute of its start tag set, or taken away (None)."""
    return with_start_tag(element, with_attribute(start_tag(element), name, value))


def local(name: str) -> str:
    """An element's name without its prefix."""
    return name.rpartition(":")[2]


def plain_content(text: str) -> str:
    """The text without comments, and with CDATA sections written as escaped character data."""
    if "<!" not in text:
        return text
    return _NOT_CONTENT.sub(lambda match: escape(match["text"] or ""), text)


@dataclass(slots=True)
class Item:
    """A top-level piece of a part: an element by its local name, or what stands between elements (name ``""``)."""

    name: str
    text: str


def split(text: str, start: int = 0, end: int | None = None) -> Iterator[Item]:
    """The top-level elements of ``text[start:end]`` in order, with what stands between them."""
    end = len(text) if end is None else end
    position = start
    while position < end:
        match = TAG.search(text, position, end)
        if match is None:
            break
        if match.start() > position:
            yield Item("", text[position : match.start()])
        position = match.end()
        if match["name"] is None:
            yield Item("", match[0])
            continue
        if match["close"]:
            raise MarkupError(match[0])
        if not match["empty"]:
            position = _end_of(text, match, end)
        yield Item(local(match["name"]), text[match.start() : position])
    if position < end:
        yield Item("", text[position:end])


def _end_of(text: str, opening: re.Match[str], end: int) -> int:
    name = opening["name"]
    if local(name) == "sheetData":
        close = text.find(f"</{name}>", opening.end(), end)
        if close < 0:
            raise MarkupError(opening[0])
        return close + len(name) + 3
    depth = 1
    for match in TAG.finditer(text, opening.end(), end):
        if match["name"] is None or match["empty"]:
            continue
        depth += -1 if match["close"] else 1
        if depth == 0:
            if match["name"] != name:
                raise MarkupError(match[0])
            return match.end()
    raise MarkupError(opening[0])


def children(element: str) -> list[Item]:
    """The child elements of an element, in order; what stands between them is left out."""
    opening = start_tag(element)
    if opening.endswith("/>"):
        return []
    return [item for item in split(element, len(opening), element.rindex("</")) if item.name]


def content(element: str) -> str:
    """What stands between an element's start and end tags, as text."""
    opening = start_tag(element)
    return "" if opening.endswith("/>") else element[len(opening) : element.rindex("</")]


def with_child(element: str, name: str, text: str | None, order: Sequence[str]) -> str:
    """The element with its child ``name`` set in its place of ``order``, or taken away (None)."""
    document = Document(element.encode())
    document.put(name, text, order)
    return document.text()


def canonical(element: str) -> tuple[object, ...]:
    """An element's content for comparison: names, attributes without regard to order, no blanks between elements."""
    opening = start_tag(element)
    name = local(re.split(r"[\s/>]", opening[1:], maxsplit=1)[0])
    attributes = tuple(sorted((match[1], unescape(match[2] or match[3] or "")) for match in _ANY.finditer(opening)))
    return (name, attributes, tuple(canonical(item.text) for item in children(element)))


class Document:
    """One XML part: the prolog with the root's start tag, the top-level items, the end; joined again by `encode`."""

    def __init__(self, data: bytes) -> None:
        text, self._encoding, self._bom = _decode(data)
        if "<!DOCTYPE" in text:
            raise MarkupError("DOCTYPE")
        root = next((match for match in TAG.finditer(text) if match["name"]), None)
        if root is None or root["close"]:
            raise MarkupError(text[:40])
        name = root["name"]
        self.prefix = name[: -len(local(name))]
        self.root = local(name)
        if root["empty"]:
            self.opening = text[: root.end() - 2] + ">"
            self.items: list[Item] = []
            self.closing = f"</{name}>" + text[root.end() :]
            return
        self.opening = text[: root.end()]
        close = text.rfind(f"</{name}>")
        if close < root.end():
            raise MarkupError(root[0])
        self.items = list(split(text, root.end(), close))
        self.closing = text[close:]

    def find(self, name: str) -> str | None:
        """The text of the first top-level element ``name``; None if there is none."""
        return next((item.text for item in self.items if item.name == name), None)

    def all(self, name: str) -> list[Item]:
        """All top-level elements ``name``."""
        return [item for item in self.items if item.name == name]

    def put(self, name: str, text: str | None, order: Sequence[str]) -> None:
        """Set the first element ``name``, or remove it (None); a new one takes its place in the schema's ``order``."""
        for index, item in enumerate(self.items):
            if item.name == name:
                if text is None:
                    del self.items[index]
                else:
                    item.text = text
                return
        if text is not None:
            self.items.insert(self._place(name, order), Item(name, text))

    def _place(self, name: str, order: Sequence[str]) -> int:
        rank = order.index(name)
        place = 0
        for index, item in enumerate(self.items):
            known = item.name in order
            before = known and order.index(item.name) <= rank
            follows_one_before = bool(item.name) and not known and place == index
            if before or follows_one_before:
                place = index + 1
        return place

    def text(self) -> str:
        """The whole part as text."""
        return self.opening + "".join(item.text for item in self.items) + self.closing

    def turn_to_utf8(self) -> None:
        """Declare the part as UTF-8 and write it so from now on."""
        if self._encoding != "utf-8":
            self.opening = re.sub(r"""(encoding\s*=\s*)["'][^"']*["']""", r'\1"UTF-8"', self.opening, count=1)
        self._encoding, self._bom = "utf-8", b""

    def encode(self) -> bytes:
        """The whole part in the encoding that it came in."""
        return self._bom + self.text().encode(self._encoding, "xmlcharrefreplace")


def _decode(data: bytes) -> tuple[str, str, bytes]:
    try:
        if data.startswith(codecs.BOM_UTF8):
            return data[3:].decode("utf-8"), "utf-8", codecs.BOM_UTF8
        for bom, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
            if data.startswith(bom):
                return data[2:].decode(encoding), encoding, bom
        declared = _DECLARED.match(data)
        encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
        return data.decode(encoding), encoding, b""
    except (UnicodeDecodeError, LookupError) as error:
        raise MarkupError(str(error)) from error


def decode(data: bytes) -> str:
    """A part's text, in whatever encoding it declares."""
    return _decode(data)[0]


def recode(data: bytes, change: Callable[[str], str]) -> bytes:
    """The part with its text passed through ``change``, in its own encoding; the same bytes if nothing changes."""
    text, encoding, bom = _decode(data)
    new = change(text)
    return data if new == text else bom + new.encode(encoding, "xmlcharrefreplace")
