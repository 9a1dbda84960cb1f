Option Explicit
' The ribbon: every button is one action of the server, taken step by step so that the window stays alive.

Private Const ESC_PRESSED As Long = 18
Private Const CANCEL_AS_ERROR As Long = 2
Private Const CANCEL_AS_USUAL As Long = 1
Private Const CANCEL_NOT As Long = 0

Private mRibbon As Object
Private mBusy As Boolean
Private mClearAt As Date

Public Sub PxOnLoad(ribbon As Object)
    Set mRibbon = ribbon
End Sub

Public Sub PxOnAction(control As Object)
    PxDo control.Tag
End Sub

' Greys out the buttons that need a form; their tip says so.
Public Sub PxFormIsOpen(control As Object, ByRef enabled As Variant)
    enabled = PxHasForm()
End Sub

' A form, or a sheet that a button made for one: findings, settings, an explanation.
Public Function PxHasForm() As Boolean
    Dim mark As Variant
    Dim found As Variant
    On Error Resume Next
    For Each mark In Array("_px_form", "_px_results", "_px_settings", "_px_explain")
        found = ActiveSheet.Evaluate(mark)
        If VarType(found) = vbString Then
            PxHasForm = True
            Exit Function
        End If
    Next mark
End Function

Public Sub PxRefresh()
    On Error Resume Next
    If Not mRibbon Is Nothing Then mRibbon.Invalidate
End Sub

' Takes an action of the server to its end. Esc asks it to stop; what it has not finished is then not written.
Public Sub PxDo(ByVal action As String)
    Dim session As Object
    Dim stopped As Boolean
    If mBusy Then Exit Sub
    mBusy = True
    On Error GoTo failed
    Application.EnableCancelKey = CANCEL_AS_ERROR
    Application.StatusBar = PxText("working")
    Set session = PxServer().Begin(action, Application)
    If stopped Then PxCancel session
    Do While session.Advance()
        Application.StatusBar = session.Message
        DoEvents
    Loop
    PxShow session
finished:
    Application.EnableCancelKey = CANCEL_AS_USUAL
    mBusy = False
    PxRefresh
    Exit Sub
failed:
    If Err.Number = ESC_PRESSED Then
        ' Once is enough: a second Esc would break off in here, where nothing catches it.
        Application.EnableCancelKey = CANCEL_NOT
        stopped = True
        PxCancel session
        Resume
    End If
    Application.StatusBar = False
    MsgBox PxProblem(Err.Number, Err.Description), vbExclamation, PxText("title")
    Resume finished
End Sub

' A server that has gone cannot be asked to stop; the next step finds that out.
Private Sub PxCancel(ByVal session As Object)
    On Error Resume Next
    If Not session Is Nothing Then session.Cancel
End Sub

' Success is one line in the status bar; only a failure or an answer that was asked for opens a box.
Private Sub PxShow(ByVal session As Object)
    Application.StatusBar = session.Message
    If session.Failed Then
        MsgBox session.Message, vbExclamation, PxText("title")
    ElseIf session.Report <> "" Then
        MsgBox session.Report, vbInformation, PxText("title")
    End If
    PxAfterwards session.UndoLabel
End Sub

' The status bar is given back later, Ctrl+Z is ours. The work is done: where that cannot be had, nothing is said.
Private Sub PxAfterwards(ByVal undoLabel As String)
    On Error Resume Next
    mClearAt = Now + TimeSerial(0, 0, 30)
    Application.OnTime mClearAt, "'" & ThisWorkbook.Name & "'!PxClearStatus"
    If undoLabel <> "" Then Application.OnUndo undoLabel, "'" & ThisWorkbook.Name & "'!PxUndo"
End Sub

' A later message has a later end of its own.
Public Sub PxClearStatus()
    If Not mBusy And DateDiff("s", mClearAt, Now) >= 0 Then Application.StatusBar = False
End Sub

Public Sub PxUndo()
    PxDo "restore"
End Sub

' The texts of the Function Wizard, from the sheet PxHelp: name, category, description, then one column an argument.
Public Sub PxDescribeFunctions()
    Dim help As Object
    Dim r As Long
    On Error Resume Next
    Set help = ThisWorkbook.Worksheets("PxHelp")
    r = 1
    Do While help.Cells(r, 1).Value <> ""
        Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & help.Cells(r, 1).Value, _
            Category:=help.Cells(r, 2).Value, Description:=help.Cells(r, 3).Value, _
            ArgumentDescriptions:=PxArgumentHelp(help, r)
        r = r + 1
    Loop
    ThisWorkbook.Saved = True
End Sub

Public Function PxArgumentHelp(ByVal help As Object, ByVal r As Long) As Variant
    Dim texts() As String
    Dim count As Long
    Do While help.Cells(r, 4 + count).Value <> ""
        ReDim Preserve texts(0 To count)
        texts(count) = help.Cells(r, 4 + count).Value
        count = count + 1
    Loop
    PxArgumentHelp = texts
End Function
