"""Build the official templates from their layouts: python scripts/build_templates.py [FORM ...]."""

from __future__ import annotations

import sys

from perf_xl.forms.build import build_template
from perf_xl.forms.catalog import form_ids, form_spec


def main(forms: list[str]) -> None:
    """Write each template beside its layout; a file that is already right is left alone."""
    for form in forms or form_ids():
        path = form_spec(form).template_path
        data = build_template(form_spec(form))
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
            print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
