/**
 * The scripts that connect shells to `jgw __complete`. They have no candidates themselves, so they never go out of date.
 * `jobs` is a builtin of every shell: a function of the same name runs the program when its words are the program's.
 */
const SCRIPTS = {
  bash: `# In ~/.bashrc: eval "$(jgw completion bash)"
jobs() {
  case "\${1-}" in
    '' | -[lnprsx]* | %*) builtin jobs "$@" ;;
    *) command jgw "$@" ;;
  esac
}
_jgw() {
  local IFS=$'\\n'
  COMPREPLY=($(command jgw __complete bash "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *= ]] && compopt -o nospace
  return 0
}
complete -F _jgw jobs jgw
`,
  zsh: `# In ~/.zshrc, after compinit: eval "$(jgw completion zsh)"
jobs() {
  case "\${1-}" in
    '' | -[ldprsZ]* | %*) builtin jobs "$@" ;;
    *) command jgw "$@" ;;
  esac
}
_jgw() {
  local -a candidates
  candidates=("\${(@f)$(command jgw __complete zsh "$LBUFFER" 2>/dev/null)}")
  candidates=(\${candidates:#})
  compadd -S '' -- \${(M)candidates:#*=}
  compadd -- \${candidates:#*=}
}
compdef _jgw jobs jgw
`,
  fish: `# In ~/.config/fish/config.fish: jgw completion fish | source
function jobs
    if test (count $argv) -eq 0; or string match -qr '^(-[glpq]$|%|[0-9])' -- $argv[1]
        builtin jobs $argv
    else
        command jgw $argv
    end
end
for name in jobs jgw
    complete -c $name -f -a '(command jgw __complete fish (commandline -cp) 2>/dev/null)'
end
`,
} as const;

/** The shells that can be completed. */
export const SHELLS = Object.keys(SCRIPTS) as readonly (keyof typeof SCRIPTS)[];

/** The script for a shell. */
export function shellScript(shell: keyof typeof SCRIPTS): string {
  return SCRIPTS[shell];
}
