# bash completion for sf-admin

_sf_admin() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(sf-admin __complete bash "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    if [ "${COMPREPLY[0]-}" = files ]; then
        compopt -o default 2>/dev/null
    fi
    COMPREPLY=("${COMPREPLY[@]:1}")
}

complete -F _sf_admin sf-admin
