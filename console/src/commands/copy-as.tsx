import ButtonDropdown from '@cloudscape-design/components/button-dropdown'
import { ENDPOINT } from '../api/client.ts'
import { useIsAllowed } from '../api/me.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { proofHere } from '../sign-in/session.ts'
import { asCli, asCurl, type Command } from './command.ts'
import { copyLine } from './copy-line.ts'

interface Props {
  readonly commands: readonly Command[]
  /** Which part of the screen they are of. Default: the whole of it */
  readonly of?: string
}

/** Offers what the screen does as lines for a terminal: those that the API would not refuse. */
export const CopyAs = ({ commands, of }: Props) => {
  const { t } = useI18n()
  const isAllowed = useIsAllowed()
  const offered = commands.filter(({ route }) => isAllowed(route))
  if (offered.length === 0) return null
  const lines: ReadonlyMap<string, string> = new Map(
    offered.flatMap((command, index) => [
      [`curl ${index}`, asCurl(ENDPOINT, command, proofHere())] as const,
      ...(command.cli ? [[`cli ${index}`, asCli(ENDPOINT, command)] as const] : []),
    ]),
  )
  return (
    <ButtonDropdown
      {...(of !== undefined && { ariaLabel: `${t('copy.as')}: ${of}` })}
      items={offered.map(({ title, cli }, index) => ({
        text: t(title),
        items: [
          { id: `curl ${index}`, text: t('copy.curlOf', { action: t(title) }) },
          ...(cli ? [{ id: `cli ${index}`, text: t('copy.cliOf', { action: t(title) }) }] : []),
        ],
      }))}
      onItemClick={({ detail }) => copyLine(t, lines.get(detail.id) ?? '')}
    >
      {t('copy.as')}
    </ButtonDropdown>
  )
}
