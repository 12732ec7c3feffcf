/** The browser's own reader of codes (Shape Detection API); not every browser has it. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>
}

declare global {
  interface Window {
    BarcodeDetector?: {
      new (options: { formats: readonly string[] }): Detector
      getSupportedFormats(): Promise<readonly string[]>
    }
  }
}

/** Reads the codes in the picture of a camera. */
export interface CodeReader {
  read(video: HTMLVideoElement): Promise<readonly string[]>
}

export const canScan = (): boolean => navigator.mediaDevices !== undefined

/** As slips and labels have them. */
const FORMATS = ['code_128', 'qr_code'] as const

/** The browser's own reader where it has one for these codes; else one that is loaded when it is needed. */
export const openCodeReader = async (): Promise<CodeReader> => (await openOwnReader()) ?? openZxing()

const openOwnReader = async (): Promise<CodeReader | undefined> => {
  const { BarcodeDetector } = window
  const known = (await BarcodeDetector?.getSupportedFormats()) ?? []
  if (!BarcodeDetector || !FORMATS.every(format => known.includes(format))) return undefined
  const detector = new BarcodeDetector({ formats: FORMATS })
  return { read: async video => (await detector.detect(video).catch(() => [])).map(({ rawValue }) => rawValue) }
}

const openZxing = async (): Promise<CodeReader> => {
  const [{ BrowserMultiFormatReader }, { BarcodeFormat, DecodeHintType, Exception }] = await Promise.all([
    import('@zxing/browser'),
    import('@zxing/library'),
  ])
  const hints = new Map<number, unknown>([
    [DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.CODE_128, BarcodeFormat.QR_CODE]],
    [DecodeHintType.TRY_HARDER, true],
  ])
  const reader = new BrowserMultiFormatReader(hints)
  const canvas = document.createElement('canvas')
  return {
    read: async video => {
      if (video.videoWidth === 0) return []
      canvas.width = video.videoWidth
      canvas.height = video.videoHeight
      canvas.getContext('2d', { willReadFrequently: true })?.drawImage(video, 0, 0)
      try {
        return [reader.decodeFromCanvas(canvas).getText()]
      } catch (error) {
        // Most pictures have no code in them, or half of one.
        if (error instanceof Exception) return []
        throw error
      }
    },
  }
}
