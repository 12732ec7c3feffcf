import Alert from '@cloudscape-design/components/alert'
import Modal from '@cloudscape-design/components/modal'
import { useEffect, useRef, useState } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { goTo, linkTo } from '../../route.ts'

/** The browser's own reader of codes (Shape Detection API); not every browser has it. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>
}

declare global {
  interface Window {
    BarcodeDetector?: new (options: { formats: readonly string[] }) => Detector
  }
}

export const canScan = (): boolean => window.BarcodeDetector !== undefined && 'mediaDevices' in navigator

const LOOK_EVERY_MS = 250

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop()
}

/** A job's ID in a code: it stands alone (a bar code), or at the end of a job's address. */
const jobIdIn = (code: string): string | undefined => /(?:^|\/|jobId:)([A-Z0-9]{5,16})\s*$/m.exec(code)?.[1]

/** Reads the code of a slip or label with the camera, and goes to its job. */
export const ScanCode = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useI18n()
  const video = useRef<HTMLVideoElement>(null)
  const [failure, setFailure] = useState('')
  useEffect(() => {
    const Detector = window.BarcodeDetector
    if (!Detector) return
    const detector = new Detector({ formats: ['code_128', 'qr_code'] })
    let stream: MediaStream | undefined
    let timer: ReturnType<typeof setInterval> | undefined
    let isOver = false
    const look = async () => {
      if (!video.current) return
      const codes = await detector.detect(video.current).catch(() => [])
      const jobId = codes.map(({ rawValue }) => jobIdIn(rawValue)).find(id => id !== undefined)
      if (jobId !== undefined && !isOver) goTo(linkTo(['jobs', jobId]))
    }
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then(
      async opened => {
        if (isOver) {
          stop(opened)
          return
        }
        stream = opened
        if (!video.current) return
        video.current.srcObject = opened
        await video.current.play()
        timer = setInterval(() => void look(), LOOK_EVERY_MS)
      },
      (error: Error) => setFailure(error.message),
    )
    return () => {
      isOver = true
      clearInterval(timer)
      if (stream) stop(stream)
    }
  }, [])
  return (
    <Modal visible header={t('verify.scan')} closeAriaLabel={t('state.close')} onDismiss={onClose}>
      {failure === '' ? (
        // The camera's own picture has nothing to caption
        <video ref={video} muted playsInline aria-label={t('verify.camera')} style={{ inlineSize: '100%' }} />
      ) : (
        <Alert type="error" header={t('verify.noCamera')}>
          {failure}
        </Alert>
      )}
    </Modal>
  )
}
