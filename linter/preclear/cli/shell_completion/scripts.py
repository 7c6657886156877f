"""The scripts that a shell loads. They call preclear with what is typed, and read an answer of `answer.py`."""

from __future__ import annotations

BASH = r"""_preclear_completion() {
    local kind value help path
    COMPREPLY=()
    while IFS=$'\t' read -r kind value help; do
        case $kind in
            plain) COMPREPLY+=("$value ") ;;
            open) COMPREPLY+=("$value") ;;
            file)
                if [[ -n $value ]] || ! compopt -o default 2>/dev/null; then
                    while IFS= read -r path; do
                        COMPREPLY+=("$value$path")
                    done < <(compgen -f -- "${2#"$value"}")
                    compopt -o filenames 2>/dev/null
                fi
                return 0
                ;;
        esac
    done < <(COMP_LINE="${COMP_LINE:0:$COMP_POINT}" COMP_WORD="$2" _PRECLEAR_COMPLETE=bash_complete "$1" 2>/dev/null)
    compopt -o nospace 2>/dev/null
    return 0
}

complete -o nosort -F _preclear_completion preclear 2>/dev/null || complete -F _preclear_completion preclear
"""

ZSH = r"""#compdef preclear

_preclear_completion() {
    local typed line kind value help
    local -a fields plain open
    typed="${(pj:\n:)words[1,CURRENT]}"
    for line in "${(@f)$(COMP_WORDS="$typed" _PRECLEAR_COMPLETE=zsh_complete "$words[1]" 2>/dev/null)}"; do
        fields=("${(@ps:\t:)line}")
        kind="$fields[1]" value="$fields[2]" help="$fields[3]"
        case $kind in
            plain) plain+=("${value//:/\\:}${help:+:$help}") ;;
            open) open+=("${value//:/\\:}${help:+:$help}") ;;
            file)
                if [[ -n $value ]]; then
                    compset -P "${(b)value}"
                fi
                _files
                return
                ;;
        esac
    done
    if (( $#plain )); then
        _describe -V preclear plain
    fi
    if (( $#open )); then
        _describe -V preclear open -S ''
    fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _preclear_completion "$@"
else
    compdef _preclear_completion preclear
fi
"""

FISH = r"""function _preclear_completion
    set -l words (commandline -opc) (commandline -ct)
    set -lx COMP_WORDS (string join \n -- $words | string collect)
    set -lx _PRECLEAR_COMPLETE fish_complete
    for line in ($words[1] 2>/dev/null)
        set -l fields (string split -m 2 \t -- $line)
        if test "$fields[1]" = file
            set -l prefix "$fields[2]"
            set -l typed (string sub -s (math (string length -- "$prefix") + 1) -- "$words[-1]")
            for path in (__fish_complete_path "$typed")
                echo "$prefix$path"
            end
        else
            echo $fields[2]\t$fields[3]
        end
    end
end

complete --no-files --command preclear --arguments '(_preclear_completion)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
"""The script of each shell."""
