# PowerShell completion for sf-admin

Register-ArgumentCompleter -Native -CommandName sf-admin -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object {
            if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value }
            else { $_.Extent.Text }
        })
    $current = $wordToComplete -replace "^['`"]", ''
    $words = (@($before) + $current) -join [char]0
    $encoded = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($words))
    $answer = sf-admin __complete powershell $encoded 2>$null | ConvertFrom-Json
    foreach ($each in $answer.candidates) {
        [System.Management.Automation.CompletionResult]::new(
            $each.insert, $each.value, 'ParameterValue', $each.description)
    }
    if ($answer.files) {
        [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
    }
}
