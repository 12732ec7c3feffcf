import type { EN } from './en.ts'

/** Every message in one language. One that is missing does not compile. */
export type Messages = Readonly<Record<keyof typeof EN, string>>
