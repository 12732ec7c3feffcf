import { completeManifest } from '../../../lib/manifest/assist/complete.ts'
import { hoverManifest } from '../../../lib/manifest/assist/hover.ts'
import { mendManifest } from '../../../lib/manifest/assist/mend.ts'
import { readManifestBytes } from '../../../lib/manifest/assist/read-bytes.ts'
import { setOption } from '../../../lib/manifest/assist/set-option.ts'
import { starterManifest } from '../../../lib/manifest/fields/starter.ts'
import type { QuestionName, Questions } from './protocol.ts'
import { viewManifest } from './view.ts'

/*
 * The manifest language in a thread of its own, so that typing never waits for it.
 */

const ANSWERS: { readonly [N in QuestionName]: (asked: Questions[N]['asked']) => Questions[N]['answer'] } = {
  view: ({ text, defaults }) => viewManifest(text, defaults),
  complete: ({ text, offset }) => completeManifest(text, offset),
  hover: ({ text, offset }) => hoverManifest(text, offset),
  set: ({ text, path, value }) => setOption(text, path, value),
  mend: ({ text }) => {
    const mended = mendManifest(text)
    return { text: mended.text, count: mended.fixes.length }
  },
  starter: ({ kind }) => starterManifest(kind),
  decode: ({ bytes }) => {
    const { text, isText } = readManifestBytes(bytes)
    return { text, isText }
  },
}

const answer = <N extends QuestionName>(name: N, asked: Questions[N]['asked']) => ANSWERS[name](asked)

addEventListener('message', ({ data }: MessageEvent<{ id: number; name: QuestionName; asked: never }>) => {
  postMessage({ id: data.id, answer: answer(data.name, data.asked) })
})
