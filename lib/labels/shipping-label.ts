import { addressLines, type JobIds, type PostalAddress, shipToLines } from './address.ts'
import { lookUpText, type Parcel } from './look-up.ts'
import type { Handling } from './packing-slip.ts'
import { openPaper, type Paper, SIZES } from './paper.ts'

export interface ShippingLabel {
  /** Default: `4x6`, in inches */
  readonly size?: '4x6' | 'A6'
  /** The jobs whose devices are in the parcel. */
  readonly jobIds: JobIds
  readonly sender: PostalAddress
  /** Where to, a line each, without the job IDs. */
  readonly shipTo: readonly string[]
  readonly parcel?: Parcel
  /** What is known of how the parcel is sent. */
  readonly handling?: Pick<Handling, 'carrier' | 'trackingNumber' | 'sealNumber' | 'packedOn'>
  readonly date: Date
  /** Where the first job can be looked up. */
  readonly url?: string
}

const MARGIN = 5
const QR_SIDE = 26
/** Heights of capitals. GS1 asks for 3 mm at least on a logistic label, and 7 mm for what matters most. */
const SMALL = 3
const LARGE = 7
const LEADING = 1.5
/** 0.5 mm is four dots of a 203 dpi label printer. */
const MODULE = 0.5
const TALLEST_BARS = 32
const BARS_IN_A_ROW = 15
const ROW_GAP = 6

/**
 * A label for the parcel, beside the carrier's own: sender, the depot's address with every job ID, and each job ID as
 * Code 128, low on the label as carriers have it. Several jobs may need more than one sheet.
 *
 * @returns a PDF
 */
export const shippingLabel = async (label: ShippingLabel): Promise<Uint8Array> => {
  const { size = '4x6', jobIds, sender, shipTo, parcel = { number: 1, of: 1 }, date, url, handling } = label
  const paper = await openPaper({ ...SIZES[size], title: `Shipping label ${jobIds.join(' ')}`, date })
  const width = paper.width - 2 * MARGIN

  paper.qr(paper.width - MARGIN - QR_SIDE, MARGIN - 2, lookUpText({ jobIds, parcel, ...(url && { url }) }), QR_SIDE)
  const from = ['FROM', ...addressLines(sender)]
  let y = drawLines(paper, MARGIN, from, { capital: SMALL, width: width - QR_SIDE - 2 })
  paper.line(MARGIN, y, paper.width - MARGIN)

  paper.text(MARGIN, y + SMALL + 1.5, 'SHIP TO', { capital: SMALL })
  y += SMALL + 3
  for (const line of shipToLines(shipTo, jobIds)) {
    const isJobId = line.startsWith('JOBID')
    const capital = isJobId && jobIds.length === 1 ? LARGE : SMALL + 1
    y += capital + 2
    paper.text(MARGIN, y, line, { capital, bold: true, width })
  }
  paper.line(MARGIN, y + 2.5, paper.width - MARGIN)
  y += 2.5 + SMALL + 1.5
  paper.text(MARGIN, y, `PARCEL ${parcel.number} OF ${parcel.of}   Not a carrier's label.`, { capital: SMALL, width })
  const sent = sentLine(handling)
  if (sent !== '') {
    y += SMALL + LEADING
    paper.text(MARGIN, y, sent, { capital: SMALL, width })
  }

  const [only] = jobIds
  if (jobIds.length === 1) drawLowest(paper, only, y + 2)
  else drawRows(paper, jobIds, y + 3)
  return paper.bytes()
}

const sentLine = ({ packedOn, carrier, trackingNumber, sealNumber }: NonNullable<ShippingLabel['handling']> = {}) =>
  [packedOn, carrier, trackingNumber, sealNumber && `SEAL ${sealNumber}`].filter(Boolean).join('  ')

const drawLines = (paper: Paper, x: number, lines: readonly string[], style: { capital: number; width: number }) => {
  let y = MARGIN - LEADING
  for (const line of lines) {
    y += style.capital + LEADING
    paper.text(x, y, line, style)
  }
  return y + 2
}

/** One job: its barcode as high as there is room, its ID below. */
const drawLowest = (paper: Paper, jobId: string, from: number) => {
  const baseline = paper.height - MARGIN
  const height = Math.min(TALLEST_BARS, baseline - LARGE - 2 - from)
  const left = MARGIN + 15
  paper.code128(left, baseline - LARGE - 2 - height, jobId, { module: MODULE, height })
  paper.text(left + 12, baseline, jobId, { capital: LARGE, bold: true })
}

/** Several jobs: a row for each, on as many sheets as it takes. */
const drawRows = (paper: Paper, jobIds: JobIds, from: number) => {
  let y = from
  for (const jobId of jobIds) {
    if (y + BARS_IN_A_ROW > paper.height - MARGIN) {
      paper.newSheet()
      paper.text(MARGIN, MARGIN + SMALL, 'JOBS IN THIS PARCEL, CONTINUED', { capital: SMALL })
      y = MARGIN + SMALL + 3
    }
    const wide = paper.code128(MARGIN - 3, y, jobId, { module: MODULE, height: BARS_IN_A_ROW })
    const textWidth = paper.width - wide - 2 * MARGIN
    paper.text(wide + MARGIN - 3, y + BARS_IN_A_ROW / 2 + LARGE / 2, jobId, {
      capital: LARGE,
      bold: true,
      width: textWidth,
    })
    y += BARS_IN_A_ROW + ROW_GAP
  }
}
