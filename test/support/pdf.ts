import { globSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { missingTools, runTool } from './outside-tools.ts'

/** What is missing of the tools that read PDFs and barcodes. */
export const PDF_TOOLS_MISSING = missingTools({
  pdftoppm: 'poppler-utils',
  pdftotext: 'poppler-utils',
  zbarimg: 'zbar-tools',
})

/** Gives a PDF, as a file, to somebody else's tools. */
const withFile = async <T>(pdf: Uint8Array, use: (folder: string, file: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-pdf-'))
  const file = join(folder, 'paper.pdf')
  try {
    await writeFile(file, pdf)
    return await use(folder, file)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The text of each sheet, as poppler reads it. */
export const textOf = (pdf: Uint8Array): Promise<readonly string[]> =>
  withFile(pdf, async (_, file) => {
    const text = await runTool('pdftotext', ['-layout', file, '-'])
    return text.toString('utf8').split('\f').slice(0, -1)
  })

export interface Barcode {
  readonly kind: 'CODE-128' | 'QR-Code'
  readonly text: string
}

/** zbar's exit code for a picture without any. */
const NO_BARCODE = 4

/** The barcodes of each sheet, as zbar reads them from a picture of a printer's resolution. */
export const barcodesOf = (pdf: Uint8Array): Promise<readonly (readonly Barcode[])[]> =>
  withFile(pdf, async (folder, file) => {
    await runTool('pdftoppm', ['-r', '200', '-gray', file, join(folder, 'sheet')])
    const pictures = globSync(join(folder, 'sheet-*.pgm')).sort()
    return Promise.all(
      pictures.map(async picture => {
        const xml = await runTool('zbarimg', ['--quiet', '--xml', '--nodbus', picture], { accept: NO_BARCODE })
        return readBarcodes(xml.toString('utf8'))
      }),
    )
  })

const readBarcodes = (xml: string): readonly Barcode[] =>
  [...xml.matchAll(/<symbol type='([^']*)'.*?<!\[CDATA\[(.*?)\]\]>/gs)].map(([, kind, text = '']) => ({
    // zbar's own names; a test compares them.
    kind: kind as Barcode['kind'],
    text,
  }))

/** How wide and high each sheet is, in points, as poppler reads it. */
export const sheetSizesOf = (pdf: Uint8Array): Promise<readonly (readonly number[])[]> =>
  withFile(pdf, async (_, file) => {
    const { length } = await textOf(await readFile(file))
    const info = await runTool('pdfinfo', ['-f', '1', '-l', String(length), file])
    return [...info.toString().matchAll(/size:\s+([\d.]+) x ([\d.]+) pts/g)].map(([, ...sides]) => sides.map(Number))
  })
