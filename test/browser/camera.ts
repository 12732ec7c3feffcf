import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTool } from '../support/outside-tools.ts'

const WIDTH = 640
const HEIGHT = 480
const FRAMES = 10

/** A sheet of a PDF as a camera would see its upper right corner, as a film without motion (YUV4MPEG2). */
export const filmOf = async (pdf: string): Promise<Uint8Array> => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-film-'))
  try {
    await runTool('pdftoppm', ['-r', '150', '-gray', '-f', '1', '-l', '1', '-singlefile', pdf, join(folder, 'sheet')])
    const { width, height, pixels } = greyPicture(await readFile(join(folder, 'sheet.pgm')))
    const luma = new Uint8Array(WIDTH * HEIGHT).fill(255)
    for (let y = 0; y < Math.min(HEIGHT, height); y++) {
      luma.set(pixels.subarray(y * width + Math.max(0, width - WIDTH), (y + 1) * width), y * WIDTH)
    }
    // Grey has no colour: both planes of it are in their middle.
    const colour = new Uint8Array((WIDTH * HEIGHT) / 2).fill(128)
    const frame = [Buffer.from('FRAME\n'), luma, colour]
    const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
    return Buffer.concat([header, ...Array.from({ length: FRAMES }, () => frame).flat()])
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A binary PGM: `P5`, width, height and the lightest value, then a byte for each pixel. */
const greyPicture = (bytes: Buffer) => {
  const [head = '', width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1')) ?? []
  return { width: Number(width), height: Number(height), pixels: bytes.subarray(head.length) }
}
