import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { readManifest } from '../read.ts'
import { printOptions } from '../text/print.ts'

/** Options of a manifest as text, by their names. The options of a map are below its name. */
export type OptionTexts = { readonly [option: string]: string | OptionTexts }

/** A valid manifest around the options, since some options can only be checked with others. */
export const AROUND: OptionTexts = {
  manifestVersion: '2.0',
  deviceId: 'X',
  bucket: 'bucket-of-nobody',
  eraseDevice: 'yes',
  notificationEmail: 'nobody@example.com',
  returnAddress: {
    name: 'Nobody',
    company: 'None',
    street1: '1 Any Street',
    city: 'Seattle',
    stateOrProvince: 'WA',
    postalCode: '98101',
    country: 'USA',
    phoneNumber: '+1 206 555 0100',
  },
}

/** The diagnostic of a value with a line break. */
export interface NotOneLine {
  readonly code: 'VALUE_NOT_ONE_LINE'
  readonly detail: string
  readonly pointer: string
}

/**
 * The diagnostics of options alone, as a manifest with these options would report them. Rules that depend on the rest of a
 * manifest, for example about customs, are not checked.
 */
export const checkOptions = (options: OptionTexts): readonly (Diagnostic | NotOneLine)[] => {
  const broken = textsOf(options, '').filter(({ text }) => !isOneLine(text))
  if (broken.length > 0) return broken.map(({ pointer }) => notOneLine(pointer))
  const text = `${printOptions({ ...AROUND, ...options }).join('\n')}\n`
  const { diagnostics } = readManifest(text)
  const names = Object.keys(options)
  return diagnostics.filter(({ pointer }) =>
    names.some(name => pointer === `/${name}` || pointer.startsWith(`/${name}/`)),
  )
}

/** Whether a text has no line break of any kind. */
export const isOneLine = (text: string): boolean => !/[\p{Cc}\u2028\u2029]/u.test(text)

const notOneLine = (pointer: string): NotOneLine => ({
  code: 'VALUE_NOT_ONE_LINE',
  detail: 'The value has a line break or another control character; write it on one line.',
  pointer,
})

const textsOf = (options: OptionTexts, pointer: string): { readonly text: string; readonly pointer: string }[] =>
  Object.entries(options).flatMap(([name, value]) => {
    const at = `${pointer}/${name}`
    const own = { text: name, pointer: at }
    return typeof value === 'string' ? [own, { text: value, pointer: at }] : [own, ...textsOf(value, at)]
  })
