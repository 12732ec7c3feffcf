import type { Translate } from '../i18n/translate.ts'
import { flash } from '../parts/flashes.ts'

/** Copies a line for a terminal, and shows it. */
export const copyLine = (t: Translate, line: string): void => {
  void navigator.clipboard.writeText(line).then(
    () => flash({ type: 'success', header: t('copy.done'), content: line }),
    () => flash({ type: 'error', header: t('copy.failed'), content: line }),
  )
}
