import Alert from '@cloudscape-design/components/alert'
import Modal from '@cloudscape-design/components/modal'
import { useEffect, useRef, useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { jobIdIn, openCodeReader } from './code-reader.ts'

const LOOK_EVERY_MS = 250

const stop = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop()
}

interface Props {
  readonly onFound: (jobId: string) => void
  readonly onClose: () => void
}

/** Reads the code of a slip or label with the camera, and finds its job. */
export const ScanCode = ({ onFound, onClose }: Props) => {
  const { t } = useI18n()
  const video = useRef<HTMLVideoElement>(null)
  const [failure, setFailure] = useState('')
  const found = useRef(onFound)
  found.current = onFound
  useEffect(() => {
    let stream: MediaStream | undefined
    let isOver = false
    const look = async () => {
      const reader = await openCodeReader()
      while (!isOver) {
        const codes = video.current ? await reader.read(video.current) : []
        const jobId = codes.map(jobIdIn).find(id => id !== undefined)
        if (jobId !== undefined && !isOver) {
          isOver = true
          found.current(jobId)
        }
        await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
      }
    }
    const begin = async () => {
      const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      stream = opened
      if (isOver) return stop(opened)
      if (!video.current) return
      video.current.srcObject = opened
      await video.current.play()
      await look()
    }
    begin().catch((error: unknown) => {
      if (!isOver) setFailure(error instanceof Error ? error.message : String(error))
    })
    return () => {
      isOver = true
      if (stream) stop(stream)
    }
  }, [])
  return (
    <Modal visible header={t('scan.title')} closeAriaLabel={t('state.close')} onDismiss={onClose}>
      {failure === '' ? (
        // The camera's own picture has nothing to caption
        <video ref={video} muted playsInline aria-label={t('scan.camera')} style={{ inlineSize: '100%' }} />
      ) : (
        <Alert type="error" header={t('scan.noCamera')}>
          {failure}
        </Alert>
      )}
    </Modal>
  )
}
