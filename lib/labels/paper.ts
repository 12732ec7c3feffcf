import type { PDFFont, PDFPage } from '@cantoo/pdf-lib'
import { encodeCode128, modulesOf, QUIET_ZONE } from './code-128.ts'
import { toLatin } from './latin.ts'

const POINTS_PER_MM = 72 / 25.4
/** Height of a capital letter of Helvetica, of its size (Adobe's font metrics: 718 of 1000). */
const CAPITAL = 0.718
/** White space around a QR code, in modules (ISO/IEC 18004). */
const QR_QUIET_ZONE = 4

const FOOTNOTE = 'Letters that this paper has no font for are written as they sound; the manifest has the original.'

export interface PaperSize {
  readonly width: number
  readonly height: number
}

/** In millimetres. */
export const SIZES = {
  '4x6': { width: 101.6, height: 152.4 },
  A6: { width: 105, height: 148 },
  A4: { width: 210, height: 297 },
} as const satisfies Record<string, PaperSize>

export interface TextStyle {
  /** Height of a capital letter in mm. */
  readonly capital: number
  readonly bold?: boolean
  /** The text is made smaller until it fits this width, in mm. */
  readonly width?: number
}

/** Sheets to draw on. All lengths are in mm, from the upper left corner of the sheet; text stands on `y`. */
export interface Paper extends PaperSize {
  text(x: number, y: number, text: string, style: TextStyle): void
  /** A text as lines that fit into `width`. */
  wrap(text: string, style: TextStyle & { readonly width: number }): readonly string[]
  line(x: number, y: number, toX: number): void
  box(x: number, y: number, width: number, height: number): void
  /** Code 128, `module` mm the narrowest bar. @returns its whole width, quiet zones included */
  code128(x: number, y: number, text: string, bars: { readonly module: number; readonly height: number }): number
  /** A QR code in a square, quiet zone included. */
  qr(x: number, y: number, text: string, side: number): void
  newSheet(): void
  /** The whole as a PDF; the same drawing gives the same bytes. */
  bytes(): Promise<Uint8Array>
}

export interface PaperHead extends PaperSize {
  readonly title: string
  /** What the PDF says of when it was made. Not the clock's: the same job gives the same bytes. */
  readonly date: Date
}

/** Opens a paper with one sheet. The libraries are loaded here, so that only a request that prints waits for them. */
export const openPaper = async ({ width, height, title, date }: PaperHead): Promise<Paper> => {
  const [pdf, { default: anyAscii }, { encodeQR }] = await Promise.all([
    import('@cantoo/pdf-lib'),
    import('any-ascii'),
    import('qr'),
  ])
  const document = await pdf.PDFDocument.create({ updateMetadata: false })
  document.setTitle(title)
  document.setProducer('Waybill')
  document.setCreator('Waybill')
  document.setCreationDate(date)
  document.setModificationDate(date)
  const plain = await document.embedFont(pdf.StandardFonts.Helvetica)
  const bold = await document.embedFont(pdf.StandardFonts.HelveticaBold)

  const points = (mm: number) => mm * POINTS_PER_MM
  const addSheet = () => document.addPage([points(width), points(height)])
  let sheet: PDFPage = addSheet()
  let isFootnoteDue = false

  const fontOf = ({ bold: isBold }: TextStyle): PDFFont => (isBold ? bold : plain)
  const sizeOf = ({ capital }: TextStyle) => points(capital) / CAPITAL
  const latin = (text: string) => {
    const { text: shown, isChanged } = toLatin(text, anyAscii)
    isFootnoteDue ||= isChanged
    return shown
  }
  const write = (x: number, y: number, text: string, style: TextStyle) => {
    const font = fontOf(style)
    const size = sizeOf(style)
    const wide = font.widthOfTextAtSize(text, size)
    const shrink = style.width === undefined ? 1 : Math.min(1, points(style.width) / Math.max(wide, 1))
    sheet.drawText(text, { x: points(x), y: points(height - y), size: size * shrink, font })
  }
  const rectangles = (areas: readonly (readonly [x: number, y: number, width: number, height: number])[]) => {
    const paths = areas.map(([x, y, w, h]) => pdf.rectangle(points(x), points(height - y - h), points(w), points(h)))
    sheet.pushOperators(pdf.setFillingGrayscaleColor(0), ...paths, pdf.fill())
  }
  const finishSheet = () => {
    if (isFootnoteDue) write(5, height - 1.5, FOOTNOTE, { capital: 1.5, width: width - 10 })
    isFootnoteDue = false
  }

  return {
    width,
    height,
    text: (x, y, text, style) => write(x, y, latin(text), style),
    wrap: (text, style) =>
      wrapWords(latin(text), part => fontOf(style).widthOfTextAtSize(part, sizeOf(style)) <= points(style.width)),
    line: (x, y, toX) => rectangles([[x, y, toX - x, 0.3]]),
    box: (x, y, w, h) =>
      rectangles([
        [x, y, w, 0.3],
        [x, y + h - 0.3, w, 0.3],
        [x, y, 0.3, h],
        [x + w - 0.3, y, 0.3, h],
      ]),
    code128: (x, y, text, { module, height: tall }) => {
      const widths = encodeCode128(text)
      let at = x + QUIET_ZONE * module
      const bars = widths.flatMap((wide, index) => {
        const bar = [at, y, wide * module, tall] as const
        at += wide * module
        return index % 2 === 0 ? [bar] : []
      })
      rectangles(bars)
      return (modulesOf(widths) + 2 * QUIET_ZONE) * module
    },
    qr: (x, y, text, side) => {
      const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QR_QUIET_ZONE })
      const module = side / rows.length
      const dots = rows.flatMap((row, line) =>
        row.flatMap((isBlack, column) =>
          isBlack ? [[x + column * module, y + line * module, module, module] as const] : [],
        ),
      )
      rectangles(dots)
    },
    newSheet: () => {
      finishSheet()
      sheet = addSheet()
    },
    bytes: async () => {
      finishSheet()
      return document.save()
    },
  }
}

/** Breaks between words, and inside of a word that is too long by itself. */
const wrapWords = (text: string, fits: (part: string) => boolean): readonly string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (fits(longer)) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    line = ''
    for (const character of word) {
      if (line !== '' && !fits(line + character)) {
        lines.push(line)
        line = ''
      }
      line += character
    }
  }
  return line === '' ? lines : [...lines, line]
}
