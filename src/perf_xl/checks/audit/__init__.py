"""Checks across forms (勾稽): base data, self-evaluation, common indicators, projects and department held together."""
