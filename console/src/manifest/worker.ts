import { completeManifest } from '../../../lib/manifest/assist/complete.ts'
import { hoverManifest } from '../../../lib/manifest/assist/hover.ts'
import { mendManifest } from '../../../lib/manifest/assist/mend.ts'
import { readManifestBytes } from '../../../lib/manifest/assist/read-bytes.ts'
import { setOption } from '../../../lib/manifest/assist/set-option.ts'
import { starterManifest } from '../../../lib/manifest/fields/starter.ts'
import type { QuestionName, Questions } from './protocol.ts'
import { viewManifest } from './view.ts'
import { viewDefaults } from './view-defaults.ts'

/*
 * The manifest language in a thread of its own, so that typing never waits for it.
 */

type Answer<N extends QuestionName> = Questions[N]['answer']

/** RE2, which only templates need, is larger than all of the language. */
const ofTemplates = () => import('./view-template.ts')

const ANSWERS: {
  readonly [N in QuestionName]: (asked: Questions[N]['asked']) => Answer<N> | Promise<Answer<N>>
} = {
  view: ({ text, defaults }) => viewManifest(text, defaults),
  complete: ({ text, offset }) => completeManifest(text, offset),
  hover: ({ text, offset }) => hoverManifest(text, offset),
  defaults: ({ text }) => viewDefaults(text),
  template: async ({ text, placeholders, defaults }) =>
    (await ofTemplates()).viewTemplate(text, placeholders, defaults),
  try: async ({ text, placeholders, values, today, defaults }) =>
    (await ofTemplates()).tryTemplate({ manifest: text, placeholders }, values, { today, defaults }),
  set: ({ text, changes }) => changes.reduce((whole, { path, value }) => setOption(whole, path, value), text),
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
  void Promise.resolve(answer(data.name, data.asked)).then(answered => postMessage({ id: data.id, answer: answered }))
})
