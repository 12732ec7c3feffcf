import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import { useI18n } from '../i18n/i18n.tsx'

interface Props {
  /** A list in pages, of which the newest came first. */
  readonly query: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly fetchNextPage: () => Promise<unknown>
  }
  /** Default: **Show more** */
  readonly text?: string
}

/** Below a list: leads to its next page, if there is one. */
export const More = ({ query: { hasNextPage, isFetchingNextPage, fetchNextPage }, text }: Props) => {
  const { t } = useI18n()
  if (!hasNextPage) return null
  return (
    <Box textAlign="center">
      <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {text ?? t('state.more')}
      </Button>
    </Box>
  )
}
