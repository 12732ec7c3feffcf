import Alert from '@cloudscape-design/components/alert'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useEffect, useRef, useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { openCodeReader } from './code-reader.ts'
import { readSlipCode, type SlipCode } from './slip-code.ts'

const LOOK_EVERY_MS = 250

interface Props {
  /** The first code that is of a slip or label. The camera is off by then. */
  readonly onFound: (code: SlipCode) => void
  readonly onClose: () => void
}

/** Reads the code of a packing slip or label with the camera. No picture leaves the page. */
export const ScanCode = ({ onFound, onClose }: Props) => {
  const { t } = useI18n()
  // The dialog has its contents some moments later than it is made.
  const [video, setVideo] = useState<HTMLVideoElement | null>(null)
  const found = useRef(onFound)
  found.current = onFound
  const [failure, setFailure] = useState('')
  useEffect(() => {
    if (!video) return
    const over = new AbortController()
    watch(video, over.signal).then(
      code => code && found.current(code),
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    )
    return () => over.abort()
  }, [video])
  return (
    <Modal visible header={t('scan.title')} closeAriaLabel={t('state.close')} onDismiss={onClose}>
      {failure === '' ? (
        <SpaceBetween size="s">
          <span>{t('scan.about')}</span>
          {/* The camera's own picture has nothing to caption. */}
          <video ref={setVideo} className="camera" muted playsInline aria-label={t('scan.camera')} />
        </SpaceBetween>
      ) : (
        <Alert type="error" header={t('scan.noCamera')}>
          {t('scan.noCameraAbout')} {failure}
        </Alert>
      )}
    </Modal>
  )
}

/**
 * Shows the camera's picture and looks for a code in it.
 *
 * @returns `undefined`: the dialog was closed
 * @throws DOMException where there is no camera, or it may not be used
 */
const watch = async (video: HTMLVideoElement, over: AbortSignal): Promise<SlipCode | undefined> => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  try {
    if (over.aborted) return undefined
    video.srcObject = stream
    // Interrupted by a second look of React's at the same element, or by the end.
    await video.play().catch(() => undefined)
    const reader = await openCodeReader()
    while (!over.aborted) {
      const texts = await reader.read(video)
      const [code] = texts.flatMap(text => readSlipCode(text) ?? [])
      if (code) return over.aborted ? undefined : code
      await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
    }
    return undefined
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
}
