Option Explicit
' The one connection to the Python server, and the texts and values that go over it.
' ASCII only: every text that a user sees stands in the sheet PxTexts or comes from the server.

Private Const SERVER As String = "PerfXL.Server"
Private Const WAIT_AFTER_FAILURE As Long = 30

Private mServer As Object
Private mFailedAt As Double

' The server; COM starts it with the first question. After a failure nobody waits again for half a minute.
Public Function PxServer() As Object
    If mServer Is Nothing Then
        If mFailedAt > 0 And Abs(Timer - mFailedAt) < WAIT_AFTER_FAILURE Then Err.Raise 429
        mFailedAt = Timer
        Set mServer = CreateObject(SERVER)
        mFailedAt = 0
    End If
    Set PxServer = mServer
End Function

Public Sub PxForgetServer()
    Set mServer = Nothing
End Sub

' A worksheet function: its name and arguments to the server, the answer back. Errors come back as text.
Public Function PxCall(ByVal functionName As String, ByVal arguments As Variant) As Variant
    Dim retried As Boolean
    Dim link As Object
    On Error GoTo failed
again:
    Set link = PxServer()
    ' The server's default member, so that COM need not ask for a name first: half the time. In brackets, so by value:
    ' by reference, COM would send all the cells back again as well.
    PxCall = link((functionName), (arguments), PxPolicy())
    Exit Function
failed:
    If PxIsLost(Err.Number) And Not retried Then
        retried = True
        PxForgetServer
        Resume again
    End If
    PxCall = PxProblem(Err.Number, Err.Description)
End Function

' An argument for the server: a range as its exact values, number formats, 1904 dates or not, number of areas.
Public Function PxArgument(Optional ByVal argument As Variant) As Variant
    Dim area As Object
    Dim values As Variant
    Dim formats As Variant
    If IsMissing(argument) Then
        PxArgument = Empty
        Exit Function
    End If
    If Not IsObject(argument) Then
        PxArgument = argument
        Exit Function
    End If
    Set area = PxUsedPart(argument)
    If area Is Nothing Then
        PxArgument = Empty
        Exit Function
    End If
    values = area.Value2
    formats = PxFormats(area)
    PxPack values
    PxPack formats
    PxArgument = Array("PxRange", values, formats, area.Worksheet.Parent.Date1904, area.Areas.Count)
End Function

' A column of texts, numbers and blanks becomes one text and one block of numbers, which COM carries far quicker than
' thousands of cells: a letter a cell says which it is, and both have a spare at their end. Anything else stays as it is.
Private Sub PxPack(ByRef values As Variant)
    Dim kinds As String
    Dim texts() As String
    Dim numbers() As Double
    Dim r As Long
    Dim t As Long
    Dim n As Long
    If Not IsArray(values) Then Exit Sub
    If UBound(values, 2) > 1 Then Exit Sub
    kinds = Space(UBound(values, 1))
    ReDim texts(UBound(values, 1))
    ReDim numbers(UBound(values, 1))
    For r = 1 To UBound(values, 1)
        Select Case VarType(values(r, 1))
        Case vbString
            Mid(kinds, r, 1) = "t"
            texts(t) = values(r, 1)
            t = t + 1
        Case vbDouble
            Mid(kinds, r, 1) = "n"
            numbers(n) = values(r, 1)
            n = n + 1
        Case vbEmpty
        Case Else
            Exit Sub
        End Select
    Next r
    If InStr(Join(texts, ""), vbNullChar) > 0 Then Exit Sub
    ReDim Preserve texts(t)
    ReDim Preserve numbers(n)
    values = Array("PxColumn", kinds, Join(texts, vbNullChar), numbers)
End Sub

' A whole column or row is cut to the rows and columns in use.
Private Function PxUsedPart(ByVal area As Object) As Object
    Dim used As Object
    Set PxUsedPart = area
    If area.Rows.Count < area.Worksheet.Rows.Count And area.Columns.Count < area.Worksheet.Columns.Count Then Exit Function
    Set used = area.Worksheet.UsedRange
    Set used = area.Worksheet.Range(area.Worksheet.Cells(1, 1), used.Cells(used.Rows.Count, used.Columns.Count))
    If area.Rows.Count = area.Worksheet.Rows.Count Then Set used = used.EntireRow Else Set used = used.EntireColumn
    Set PxUsedPart = Application.Intersect(area, used)
End Function

' One number format where all cells have the same, otherwise one a cell.
Private Function PxFormats(ByVal area As Object) As Variant
    Dim formats() As Variant
    Dim r As Long
    Dim c As Long
    PxFormats = area.NumberFormat
    If Not IsNull(PxFormats) Then Exit Function
    ReDim formats(1 To area.Rows.Count, 1 To area.Columns.Count)
    For r = 1 To area.Rows.Count
        For c = 1 To area.Columns.Count
            formats(r, c) = area.Cells(r, c).NumberFormat
        Next c
    Next r
    PxFormats = formats
End Function

' The policy that the form on the formula's sheet was scored with, if it has one.
Private Function PxPolicy() As String
    Dim text As Variant
    On Error Resume Next
    text = Application.Caller.Worksheet.Evaluate("_px_policy")
    If VarType(text) = vbString Then PxPolicy = text
End Function

' Whether an error number says that the server has gone: unavailable, broken off, disconnected.
Private Function PxIsLost(ByVal number As Long) As Boolean
    PxIsLost = number = 462 Or number = &H800706BA Or number = &H800706BE Or number = &H80010108
End Function

' What went wrong, in words for a user.
Public Function PxProblem(ByVal number As Long, ByVal description As String) As String
    If number = 429 Then
        PxProblem = PxText("no_server")
    ElseIf PxIsLost(number) Then
        PxForgetServer
        PxProblem = PxText("lost_server")
    Else
        PxProblem = PxText("failed") & description
    End If
End Function

' A text of the sheet PxTexts by its key.
Public Function PxText(ByVal key As String) As String
    Dim r As Long
    For r = 1 To 50
        If ThisWorkbook.Worksheets("PxTexts").Cells(r, 1).Value = key Then
            PxText = ThisWorkbook.Worksheets("PxTexts").Cells(r, 2).Value
            Exit Function
        End If
    Next r
    PxText = key
End Function
