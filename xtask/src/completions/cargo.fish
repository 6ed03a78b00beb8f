
# `cargo xtask …` is completed as `xtask …`.
function __cargo_xtask_complete
    complete --do-complete=(commandline --current-process --cut-at-cursor | string replace --regex '^\s*cargo\s+' '')
end
complete --command cargo --no-files --condition 'commandline --current-process --cut-at-cursor | string match --quiet --regex "^\s*cargo\s+xtask\s"' --arguments '(__cargo_xtask_complete)'
complete --command cargo --no-files --condition 'commandline --current-process --cut-at-cursor | string match --quiet --regex "^\s*cargo\s+\S*$"' --arguments xtask
