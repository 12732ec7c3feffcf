import type { TakeOver } from '../first/take-over.ts'
import type { Words } from '../i18n/translate.ts'
import { mount } from '../mount.tsx'
import { NotSignedIn } from './not-signed-in.tsx'

/** @param error why; `undefined`: the person has signed out */
export const showNotSignedIn = (words: Words, first: TakeOver, error: unknown): void =>
  mount(words, first, <NotSignedIn error={error} />)
