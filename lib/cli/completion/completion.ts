import type { Command } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'
import { SHELLS, type Shell } from './options.ts'

/** Prints the script of a shell. Each asks `waybill complete` at every completion, so that none can be out of date. */
export const completion: Command = {
  run: async ({ args: [given], io }) => {
    const shell = SHELLS.find(name => name === given)
    if (!shell) throw new UsageError(`"${given}" has no script. The shells are ${SHELLS.join(', ')}.`)
    io.stdout.write(SCRIPTS[shell])
    return EXIT_CODES.done
  },
}

const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_waybill() {
  local IFS=$'\\n'
  COMPREPLY=($(waybill complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f 1))
}
complete -o default -F _waybill waybill
`,
  zsh: `#compdef waybill
_waybill() {
  local line
  local -a candidates
  for line in "\${(@f)$(waybill complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] && candidates+=("\${line%%$'\\t'*}:\${line#*$'\\t'}")
  done
  if (( $#candidates )); then _describe 'waybill' candidates; else _files; fi
}
compdef _waybill waybill
`,
  fish: `function __waybill_complete
  set -l words (commandline -opc) (commandline -ct)
  waybill complete -- $words[2..-1] 2>/dev/null
end
complete -c waybill -a '(__waybill_complete)'
`,
  powershell: `Register-ArgumentCompleter -Native -CommandName waybill -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  if ($wordToComplete -eq '') { $words += '' }
  waybill complete -- @words | ForEach-Object {
    $name, $about = $_ -split "\`t", 2
    [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $about)
  }
}
`,
}
