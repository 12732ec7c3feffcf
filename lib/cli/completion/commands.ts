import type { CommandRows } from '../command.ts'
import type { Tables } from './candidates.ts'
import { SHELLS } from './options.ts'

/**
 * Completion of command lines in shells.
 *
 * @param tables all commands, of which these are a part: they are read when they are asked for
 */
export const completionCommands = (tables: () => Tables) =>
  ({
    completion: {
      summary: 'Print the script with which a shell completes command lines',
      arguments: '<shell>',
      about: { shell: `One of ${SHELLS.join(', ')}` },
      choices: SHELLS,
      examples: [
        'completion bash > ~/.local/share/bash-completion/completions/waybill',
        'completion fish > ~/.config/fish/completions/waybill.fish',
      ],
      load: async () => (await import('./completion.ts')).completion,
    },
    complete: {
      summary: 'Print how a command line may go on; the scripts of completion ask it',
      arguments: '[words...]',
      about: { words: 'What stands after waybill, after two dashes; the last word may be half or empty' },
      examples: ['complete -- list --st'],
      isHidden: true,
      load: async () => (await import('./complete.ts')).complete(tables()),
    },
  }) as const satisfies CommandRows
