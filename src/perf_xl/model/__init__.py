"""The words of the field: amounts, values as people type them, indicators, forms, cells. Imports nothing above it."""
