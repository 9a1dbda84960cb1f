"""Small turns of phrase that messages share."""

from __future__ import annotations

_YEARS = ("上年", "本年")


def quoted(text: str) -> str:
    """``text`` in “ ”, with the quotes inside it as ‘ ’."""
    return "“" + text.replace("“", "‘").replace("”", "’") + "”"


def field_words(name: str) -> str:
    """A field's name as people say it: ``三公经费_决算数_上年`` is 三公经费上年决算数, ``资金_年初预算数`` is 年初预算数."""
    parts = name.split("_")
    if parts[-1] in _YEARS and len(parts) > 1:
        return "".join([*parts[:-2], parts[-1], parts[-2]])
    return "".join(parts[1:] if parts[0] in ("资金", "总分") and len(parts) > 1 else parts)
