# fish completion for sf-admin

function __sf_admin_complete
    set -l before (commandline -opc)
    set -e before[1]
    set -l token (commandline -ct)
    set -l current (string unescape -- $token)
    set -l answer (sf-admin __complete fish $before "$current" 2>/dev/null)
    if test "$answer[1]" = files
        set -l parts (string match -r -- '^(--[^=]+=|)(.*)$' "$token")
        string replace -r -- '^' "$parts[2]" (complete -C "__fish_command_without_completions $parts[3]")
    end
    set -e answer[1]
    string join -- \n $answer
end

complete -c sf-admin -e
complete -c sf-admin -f -a '(__sf_admin_complete)'
