import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { ENDPOINT } from '../api/client.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { flash } from './flashes.ts'

/** An action of the page as its request would be written elsewhere. */
export interface AsCommand {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** A file's name, which stands for the body. */
  readonly bodyFile?: string
  readonly body?: string
  /** What `waybill` is to be followed by. Default: the command line has no such command */
  readonly cli?: string
}

/** A text between single quotes of a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

export const asCurl = ({ method, path, headers = {}, bodyFile, body }: AsCommand): string =>
  [
    'curl -sf',
    ...(method === 'GET' ? [] : [`-X ${method}`]),
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(bodyFile === undefined ? [] : [`--data-binary ${quoted(`@${bodyFile}`)}`]),
    ...(body === undefined ? [] : [`--data-binary ${quoted(body)}`]),
    quoted(`${ENDPOINT}${path}`),
  ].join(' ')

/** Offers what the page does as a line for a terminal. The token is not in it: it would be a secret in the clipboard. */
export const CopyAsCommand = ({ command }: { readonly command: AsCommand }) => {
  const { t } = useI18n()
  const texts: Readonly<Record<string, string>> = {
    curl: asCurl(command),
    ...(command.cli !== undefined && { cli: `waybill ${command.cli}` }),
  }
  return (
    <ButtonDropdown
      items={Object.keys(texts).map(id => ({ id, text: t(id === 'curl' ? 'copy.curl' : 'copy.cli') }))}
      onItemClick={({ detail }) => {
        const text = texts[detail.id] ?? ''
        navigator.clipboard.writeText(text).then(
          () => flash({ type: 'success', header: t('copy.done'), content: text }),
          () => flash({ type: 'error', header: t('copy.failed'), content: text }),
        )
      }}
    >
      {t('copy.as')}
    </ButtonDropdown>
  )
}
