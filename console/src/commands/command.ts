import type { RouteName } from '../api/ask-me.ts'
import type { MessageKey } from '../i18n/translate.ts'
import type { Proof } from '../sign-in/session.ts'

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
  /** The command line asks the depot itself, whose address and secret are not the page's. Default: it asks Waybill */
  readonly asksDepot?: true
  /** The command line asks nobody. Default: it asks Waybill */
  readonly isOffline?: true
}

/** A word of a POSIX shell's line; quoted if the shell would read it otherwise. */
export const word = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

/** No secret is in a line: it would be one in the clipboard. Variables of the shell stand for them, as the command line has them. */
const proofWords = (proof: Proof): readonly string[] => {
  switch (proof.is) {
    case 'none':
      return []
    case 'token':
      return ['-H "Authorization: Bearer $WAYBILL_TOKEN"']
    case 'aws':
      return [
        `--aws-sigv4 aws:amz:${proof.region}:execute-api`,
        '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
        '-H "X-Amz-Security-Token: $AWS_SESSION_TOKEN"',
      ]
  }
}

export const asCurl = (endpoint: string, command: Command, proof: Proof): string => {
  const { route, path, headers = {}, bodyFile, body, outFile } = command
  const [method = ''] = route.split(' ')
  return [
    'curl -sf',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...proofWords(proof),
    ...Object.entries(headers).map(([name, value]) => `-H ${word(`${name}: ${value}`)}`),
    ...(bodyFile === undefined ? [] : [`--data-binary ${word(`@${bodyFile}`)}`]),
    ...(body === undefined ? [] : [`--data-binary ${word(body)}`]),
    ...(outFile === undefined ? [] : [`-o ${word(outFile)}`]),
    word(`${endpoint}${path}`),
  ].join(' ')
}

/** The command line reads the same variables by itself. */
export const asCli = (endpoint: string, { cli = [], asksDepot, isOffline }: Command): string =>
  ['waybill', ...cli, ...(asksDepot || isOffline ? [] : ['--endpoint-url', endpoint])].map(word).join(' ')
