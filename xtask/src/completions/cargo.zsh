
# `cargo xtask …` is completed as `xtask …`: zsh's completion of cargo asks a function of this name.
_cargo-xtask() { _xtask "$@" }

if (( ! ${+_comps[cargo]} )); then
    _cargo_and_xtask() {
        if [[ ${words[2]} == xtask && $CURRENT -gt 2 ]]; then
            shift words
            (( CURRENT-- ))
            _xtask "$@"
        else
            compadd xtask
            _default
        fi
    }
    compdef _cargo_and_xtask cargo
fi
