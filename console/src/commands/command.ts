import type { RouteName } from '../api/me.ts'
import type { MessageKey } from '../i18n/i18n.tsx'

/** An action of the page as its request would be written elsewhere. */
export interface Command {
  readonly title: MessageKey
  readonly route: RouteName
  /** The route's path, with its parameters and query. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** A file's name, which stands for the body. */
  readonly bodyFile?: string
  readonly body?: string
  /** Where `curl` writes the answer. Default: it prints it */
  readonly outFile?: string
  /** The words after `waybill`. Default: the command line has no such command */
  readonly cli?: readonly string[]
}

/** A word of a POSIX shell's line; quoted if the shell would read it otherwise. */
const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** The token is in no line: it would be a secret in the clipboard. A variable of the shell stands for it. */
const TOKEN = 'WAYBILL_TOKEN'

/** @param isSignedIn whether the API wants a token */
export const asCurl = (endpoint: string, command: Command, isSignedIn: boolean): string => {
  const { route, path, headers = {}, bodyFile, body, outFile } = command
  const [method = ''] = route.split(' ')
  return [
    'curl -sf',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...(isSignedIn ? [`-H "Authorization: Bearer $${TOKEN}"`] : []),
    ...Object.entries(headers).map(([name, value]) => `-H ${word(`${name}: ${value}`)}`),
    ...(bodyFile === undefined ? [] : [`--data-binary ${word(`@${bodyFile}`)}`]),
    ...(body === undefined ? [] : [`--data-binary ${word(body)}`]),
    ...(outFile === undefined ? [] : [`-o ${word(outFile)}`]),
    word(`${endpoint}${path}`),
  ].join(' ')
}

/** The command line reads a token from the same variable by itself. */
export const asCli = (endpoint: string, words: readonly string[]): string =>
  ['waybill', ...words, '--endpoint-url', endpoint].map(word).join(' ')
