"""The page that 帮助 opens: docs/addin.md as HTML with its pictures beside it; it needs no network."""

from __future__ import annotations

_STYLE = (
    "body{font:16px/1.7 'Microsoft YaHei','Noto Sans CJK SC',sans-serif;max-width:960px;margin:2em auto;padding:0 1em;"
    "color:#222}table{border-collapse:collapse;width:100%;margin:1em 0}td,th{border:1px solid #bbb;padding:.4em .6em;"
    "text-align:left;vertical-align:top}th{background:#f0f4f8}code{background:#f4f4f4;padding:0 .2em}"
    "img{max-width:100%}h3{margin-top:1.4em}h1{font-size:1.6em}h2{font-size:1.25em;border-bottom:1px solid #ccc;margin-top:1.6em}"
)


def help_html(markdown: str) -> str:
    """The page for the text of docs/addin.md; the same bytes for the same text."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - comes with rich; only needed to build the page

    body = MarkdownIt("commonmark").enable("table").render(markdown.replace("](../addin/img/", "](img/"))
    title = markdown.splitlines()[0].lstrip("# ")
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n"
    )
