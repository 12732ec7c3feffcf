import type { RawDiagnostic } from '../diagnostics/raw-diagnostic.ts'

/** Controls but for tab and line ends; the byte order mark and the non-characters; half of a surrogate pair. */
const FORBIDDEN = /(?![\t\n\r])\p{Cc}|\r(?!\n)|[\ufeff\ufffe\uffff]|\p{Surrogate}/gu

/** Characters that no manifest can hold, one fault for each run of equal ones. */
export const checkCharacters = (text: string): RawDiagnostic[] => {
  const faults: RawDiagnostic[] = []
  if (text.startsWith('\ufeff')) faults.push({ code: 'BYTE_ORDER_MARK', start: 0, end: 1, pointer: '' })
  let last: { character: string; end: number } | undefined
  for (const { 0: character, index } of text.matchAll(FORBIDDEN)) {
    const end = index + character.length
    const goesOn = last?.end === index && last.character === character
    last = { character, end }
    if (goesOn || (character === '\ufeff' && index === 0)) continue
    faults.push({
      code: 'CONTROL_CHARACTER',
      start: index,
      end,
      pointer: '',
      params: { character: characterName(text, index) },
    })
  }
  return faults
}

/** A character that cannot be shown, by its number. */
export const characterName = (text: string, offset: number) =>
  `U+${(text.codePointAt(offset) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
