
# `cargo xtask …` is completed as `xtask …`; what completed `cargo` before still completes the rest.
if declare -F _completion_loader >/dev/null && ! complete -p cargo >/dev/null 2>&1; then
    _completion_loader cargo >/dev/null 2>&1
fi
_cargo_before=$(complete -p cargo 2>/dev/null)
if [[ $_cargo_before =~ \ -F\ ([^ ]+) && ${BASH_REMATCH[1]} != _cargo_and_xtask ]]; then
    _cargo_without_xtask=${BASH_REMATCH[1]}
fi
unset _cargo_before

_cargo_and_xtask() {
    if [[ $COMP_CWORD -lt 2 || ${COMP_WORDS[1]} != xtask ]]; then
        if [[ -n ${_cargo_without_xtask-} ]]; then
            "$_cargo_without_xtask" "$@"
        elif [[ $COMP_CWORD -eq 1 ]]; then
            mapfile -t COMPREPLY < <(compgen -W xtask -- "$2")
        fi
        return
    fi
    local -a words=("${COMP_WORDS[@]:1}")
    local -a COMP_WORDS=("${words[@]}")
    local COMP_CWORD=$((COMP_CWORD - 1))
    _xtask xtask "$2" "$3"
}
complete -o bashdefault -o default -F _cargo_and_xtask cargo
