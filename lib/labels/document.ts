import type { Paper } from './paper.ts'

export const MARGIN = 15
const BODY = 2.4
const LINE = 4.6
const HEADING = 3
const NAME_WIDTH = 45

/** A row of a table: what, and what of it. A blank value is a line to write on. */
export type Row = readonly [name: string, value: string | undefined]

/** An A4 sheet that is filled from top to bottom, and goes on on the next. */
export interface DocumentFlow {
  heading(text: string): void
  rows(rows: readonly Row[]): void
  paragraph(text: string): void
  /** An empty square to tick. */
  check(text: string): void
  /** Makes sure that so much fits, and moves on behind it. @returns where it begins */
  room(height: number): number
}

/** @param jobId stands on every further sheet too: sheets come apart */
export const flowOn = (paper: Paper, top: number, jobId: string): DocumentFlow => {
  const width = paper.width - 2 * MARGIN
  let y = top

  const room = (height: number) => {
    if (y + height > paper.height - MARGIN) {
      paper.newSheet()
      paper.text(MARGIN, MARGIN, `JOBID ${jobId}, continued`, { capital: HEADING, bold: true })
      y = MARGIN + LINE
    }
    const start = y
    y += height
    return start
  }
  const lines = (x: number, wrapped: readonly string[]) => {
    for (const line of wrapped) paper.text(x, room(LINE) + BODY, line, { capital: BODY })
  }
  const wrapAt = (text: string, x: number) => paper.wrap(text, { capital: BODY, width: paper.width - MARGIN - x })

  return {
    room,
    heading: text => {
      const start = room(HEADING + 7 + LINE)
      y -= LINE
      paper.text(MARGIN, start + 3 + HEADING, text, { capital: HEADING, bold: true, width })
      paper.line(MARGIN, start + HEADING + 4.5, MARGIN + width)
    },
    rows: rows => {
      for (const [name, value] of rows) {
        const wrapped = value ? wrapAt(value, MARGIN + NAME_WIDTH) : []
        const start = room(LINE)
        y -= LINE
        paper.text(MARGIN, start + BODY, name, { capital: BODY, bold: true, width: NAME_WIDTH - 2 })
        if (wrapped.length > 0) lines(MARGIN + NAME_WIDTH, wrapped)
        else paper.line(MARGIN + NAME_WIDTH, room(LINE) + BODY + 0.5, MARGIN + NAME_WIDTH + 80)
      }
    },
    paragraph: text => lines(MARGIN, wrapAt(text, MARGIN)),
    check: text => {
      const [first = '', ...rest] = wrapAt(text, MARGIN + 6)
      const start = room(LINE)
      paper.box(MARGIN, start - 0.4, 3, 3)
      paper.text(MARGIN + 6, start + BODY, first, { capital: BODY })
      lines(MARGIN + 6, rest)
    },
  }
}
