import { writeFile } from 'node:fs/promises'
import { encodeCode128, modulesOf } from '../../lib/labels/code-128.ts'

const [WIDTH, HEIGHT, MODULE] = [640, 480, 4]
const [BLACK, WHITE, GREY] = [16, 235, 128]
/** Above and below the bars. */
const MARGIN = 80

/** A label that is held before a camera, as a film without motion (YUV4MPEG2): a bar code on white paper. */
export const filmBarCode = async (file: string, text: string): Promise<void> => {
  const widths = encodeCode128(text)
  const bars = Buffer.alloc(WIDTH, WHITE)
  let at = Math.floor((WIDTH - modulesOf(widths) * MODULE) / 2)
  for (const [index, width] of widths.entries()) {
    if (index % 2 === 0) bars.fill(BLACK, at, at + width * MODULE)
    at += width * MODULE
  }
  const paper = Buffer.alloc(WIDTH, WHITE)
  const lines = Array.from({ length: HEIGHT }, (_, line) => (line < MARGIN || line > HEIGHT - MARGIN ? paper : bars))
  const frame = [Buffer.from('FRAME\n'), ...lines, Buffer.alloc((WIDTH * HEIGHT) / 2, GREY)]
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420\n`)
  await writeFile(file, Buffer.concat([head, ...frame, ...frame]))
}
