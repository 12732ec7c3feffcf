import { useCallback, useEffect } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { askManifest } from '../../manifest/ask.ts'
import { ManifestEditor } from '../../manifest/manifest-editor.tsx'
import { useDraft } from '../../manifest/use-draft.ts'

interface Props {
  /** What it begins with. */
  readonly text: string
  readonly onChange: (text: string, isValid: boolean) => void
}

/** What the manifests of a team may leave out, written as in a manifest, in the editor of every manifest. */
export const TeamDefaults = ({ text: first, onChange }: Props) => {
  const { t } = useI18n()
  const ask = useCallback((text: string) => askManifest('defaults', { text }), [])
  const draft = useDraft({ ask, first })
  const { text, view, isViewed } = draft
  const isValid = isViewed && view?.valid === true
  // What is known of the text comes after it.
  useEffect(() => onChange(text, isValid), [text, isValid])
  return <ManifestEditor draft={draft} empty={t('team.form.defaultsAbout')} hasBook={false} />
}
