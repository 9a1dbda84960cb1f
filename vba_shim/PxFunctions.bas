Option Explicit
' The worksheet functions. Generated from perf_xl.functions by "perf-xl addin shim": changes made here are lost.

Public Function PERF_SCORE(Optional ByVal rule As Variant, Optional ByVal actual As Variant, Optional ByVal target As Variant, _
        Optional ByVal comparison As Variant, Optional ByVal unit As Variant, Optional ByVal max_score As Variant, _
        Optional ByVal name As Variant) As Variant
    PERF_SCORE = PxCall("PERF_SCORE", Array(PxArgument(rule), PxArgument(actual), PxArgument(target), _
        PxArgument(comparison), PxArgument(unit), PxArgument(max_score), _
        PxArgument(name)))
End Function

Public Function PERF_SCORES(ByVal rules As Variant, ByVal actuals As Variant, Optional ByVal targets As Variant, _
        Optional ByVal comparisons As Variant, Optional ByVal units As Variant, Optional ByVal max_scores As Variant, _
        Optional ByVal names As Variant) As Variant
    PERF_SCORES = PxCall("PERF_SCORES", Array(PxArgument(rules), PxArgument(actuals), PxArgument(targets), _
        PxArgument(comparisons), PxArgument(units), PxArgument(max_scores), _
        PxArgument(names)))
End Function

Public Function PERF_EXEC_RATE(ByVal budget As Variant, ByVal spent As Variant) As Variant
    PERF_EXEC_RATE = PxCall("PERF_EXEC_RATE", Array(PxArgument(budget), PxArgument(spent)))
End Function

Public Function PERF_EXPLAIN(ByVal indicator As Variant, Optional ByVal level2 As Variant) As Variant
    PERF_EXPLAIN = PxCall("PERF_EXPLAIN", Array(PxArgument(indicator), PxArgument(level2)))
End Function

Public Function PERF_READ(ByVal rule As Variant, Optional ByVal max_score As Variant) As Variant
    PERF_READ = PxCall("PERF_READ", Array(PxArgument(rule), PxArgument(max_score)))
End Function

Public Function PERF_CHECK(ByVal level1 As Variant, ByVal level2 As Variant, ByVal level3 As Variant, _
        ByVal comparison As Variant, ByVal target As Variant, ByVal unit As Variant) As Variant
    PERF_CHECK = PxCall("PERF_CHECK", Array(PxArgument(level1), PxArgument(level2), PxArgument(level3), _
        PxArgument(comparison), PxArgument(target), PxArgument(unit)))
End Function

Public Function PERF_ROLLUP(ByVal values As Variant, ByVal funds As Variant, ByVal kind As Variant) As Variant
    PERF_ROLLUP = PxCall("PERF_ROLLUP", Array(PxArgument(values), PxArgument(funds), PxArgument(kind)))
End Function
