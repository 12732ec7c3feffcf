import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { Dialog } from './dialog.tsx'
import { flash } from './flashes.ts'
import { focusHeading } from './focus.ts'
import { type FinalRoute, QUESTIONS, type Thing } from './questions.ts'

interface Props {
  readonly route: FinalRoute
  readonly thing: Thing
  /** The part of the page whose heading has the focus when the thing is gone. Default: the screen */
  readonly part?: { readonly current: Element | null }
  /** More to decide, which may follow from why it was not done. */
  readonly more?: (error: unknown) => ReactNode
  /** It is done. Default: nothing follows */
  readonly onDone?: () => void
  readonly onClose: () => void
}

/**
 * Asks before something is taken away: what it is called, what happens, and what does not. When it is done, a message says so,
 * and the focus goes where there still is something: the button that was pressed is often gone.
 */
export const AskFirst = ({ route, thing, part, more, onDone, onClose }: Props) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const { of, act, stale } = QUESTIONS[route]
  const { name } = thing
  const change = useMutation({
    mutationFn: () => act(thing),
    // Without an answer it may be gone all the same.
    onError: () => Promise.all(stale.map(key => queryClient.invalidateQueries({ queryKey: [key] }))),
    onSuccess: async () => {
      await Promise.all(stale.map(key => queryClient.invalidateQueries({ queryKey: [key] })))
      flash({ type: 'success', content: t(`ask.${of}.done`, { name }) })
      onClose()
      if (onDone) onDone()
      // The dialog itself gives the focus back to what had it, if that is still there.
      else setTimeout(() => focusHeading(part?.current))
    },
  })
  return (
    <Dialog
      isQuestion
      header={t(`ask.${of}.title`, { name })}
      action={t(of === 'job' ? 'job.cancel' : 'checks.delete')}
      leave={t(of === 'job' ? 'job.keep' : 'state.leave')}
      isBusy={change.isPending}
      error={change.error}
      onAction={() => change.mutate()}
      onClose={onClose}
    >
      <span>{t(`ask.${of}.happens`)}</span>
      <span>{t(`ask.${of}.stays`)}</span>
      {more?.(change.error)}
    </Dialog>
  )
}
