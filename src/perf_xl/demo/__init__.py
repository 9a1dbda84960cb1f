"""The demonstration: the published documents' forms as workbooks, checked, scored and summed up."""
