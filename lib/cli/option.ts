/** An option of a command, as data: help, completion and the parser read it. */
export type OptionRow =
  | { readonly is: 'flag'; readonly about: string; readonly excludes?: string }
  | {
      readonly is: 'text'
      /** What stands after it, in capitals. */
      readonly value: string
      readonly about: string
      readonly byDefault?: string
      readonly required?: boolean
      readonly excludes?: string
    }
  | {
      readonly is: 'choice'
      readonly of: readonly string[]
      readonly about: string
      readonly byDefault?: string
      readonly required?: boolean
      /** Former words for a choice: still understood, not shown. */
      readonly also?: Readonly<Record<string, string>>
    }
  | {
      readonly is: 'number'
      readonly value: string
      readonly about: string
      readonly least: number
      readonly most: number
    }
  /** May be given several times. */
  | { readonly is: 'list'; readonly value: string; readonly about: string }

/** Options by their names, without the two dashes. */
export type OptionRows = Readonly<Record<string, OptionRow>>

type ValueOf<R extends OptionRow> = R extends { readonly is: 'flag' }
  ? boolean
  : R extends { readonly is: 'list' }
    ? readonly string[]
    : R extends { readonly is: 'number' }
      ? number | undefined
      : Text<R> | (R extends { readonly byDefault: string } | { readonly required: true } ? never : undefined)

type Text<R> = R extends { readonly is: 'choice'; readonly of: readonly (infer C)[] } ? C : string

/** What a command gets for its options. */
export type OptionsOf<Rows extends OptionRows> = { readonly [Name in keyof Rows]: ValueOf<Rows[Name]> }

/** For people, and for programs: what each command prints its result as. */
const FORMATS = ['table', 'json', 'csv', 'ndjson'] as const
export type Format = (typeof FORMATS)[number]

/** `text` is the former word for what people read. */
const also = { text: 'table' }

/** The result's form, of a command that gives one thing. */
export const FORMAT_OF_ONE = {
  is: 'choice',
  of: ['table', 'json'],
  about: 'How the result is printed',
  byDefault: 'table',
  also,
} as const satisfies OptionRow

/** The result's form, of a command that gives a list. */
export const FORMAT_OF_LIST = {
  is: 'choice',
  of: FORMATS,
  about: 'How the result is printed',
  byDefault: 'table',
  also,
} as const satisfies OptionRow

/** The result's form, of a command that reports about files. */
export const FORMAT_OF_REPORT = {
  is: 'choice',
  of: ['table', 'json', 'csv', 'ndjson', 'github'],
  about: 'How the result is printed; github annotates a pull request',
  byDefault: 'table',
  also,
} as const satisfies OptionRow
