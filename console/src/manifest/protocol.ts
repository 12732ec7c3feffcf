import type { components } from '../../../lib/client/client.ts'
import type { ManifestCompletion } from '../../../lib/manifest/assist/complete.ts'
import type { OptionHelp } from '../../../lib/manifest/assist/hover.ts'
import type { OptionTexts } from '../../../lib/manifest/assist/option-texts.ts'
import type { Diagnostic } from '../../../lib/manifest/diagnostics/diagnostic.ts'
import type { Facility } from '../../../lib/manifest/fields/facilities.ts'
import type { JobType, Kind } from '../../../lib/manifest/manifest.ts'
import type { TemplateSettings } from '../../../lib/teams/templates/check-template.ts'

/** A field of the form, with its value as the text has it. */
export interface FormField {
  readonly path: readonly string[]
  readonly name: string
  readonly value: string
  readonly purpose: string
  readonly isRequired: boolean
  readonly isSecret: boolean
  /** Default: any text */
  readonly choices?: readonly string[]
  readonly default?: string
}

/** Fields that belong together: those of the top level, or those of one map. */
export interface FormGroup {
  /** `''`: the top level */
  readonly name: string
  readonly fields: readonly FormField[]
}

/** Something that is wrong with a text: what the manifest language reports, or what a template is refused for. */
export type ManifestProblem = Omit<Diagnostic, 'code' | 'serviceCode'> & { readonly code: string }

/** What the page knows of a manifest, with what the team's defaults fill in. */
export interface ManifestView {
  readonly valid: boolean
  readonly kind?: Kind
  readonly jobType?: JobType
  readonly diagnostics: readonly ManifestProblem[]
  readonly groups: readonly FormGroup[]
  /** Options whose values are lists: the form names them and leaves them to the text. */
  readonly lists: readonly string[]
  readonly facts: ManifestFacts
  /** Options that the manifest leaves out and the team's defaults fill in. */
  readonly fromTeam: readonly string[]
  /** Whether it has a password or PIN: then no copy of it may be put into a storage of the browser. */
  readonly hasSecret: boolean
}

export type DefaultName = keyof components['schemas']['Team']['defaults']

export type Placeholder = TemplateSettings['placeholders'][number]

/** What the page knows of a template. */
export interface TemplateView extends ManifestView {
  /** As they are sent: those that the text names, as they were declared. */
  readonly placeholders: readonly Placeholder[]
  /** What is wrong with a placeholder, and with which of its members. */
  readonly faults: readonly { readonly name: string; readonly of: string; readonly detail: string }[]
  /** How many values are known only with each job. */
  readonly open: number
  /** What values can be given for, and what they must be given for. */
  readonly names: readonly string[]
  readonly needed: readonly string[]
}

/** What a template makes of values, or why it makes nothing. */
export type RenderedTemplate =
  | { readonly text: string; readonly diagnostics: readonly ManifestProblem[] }
  | { readonly faults: readonly string[] }

/** What will happen, as far as the manifest says. */
export interface ManifestFacts {
  readonly deviceId?: string
  readonly buckets: readonly string[]
  readonly isErased?: boolean
  readonly country?: string
  /** `open`: it depends on the region of a bucket, or on what is not written yet. */
  readonly customs: 'given' | 'needed' | 'none' | 'open'
  readonly region?: string
  /** Which facility the region's devices go to. */
  readonly facility?: Facility
}

/** An option below those around it, with the value that it gets. */
export interface OptionChange {
  readonly path: readonly string[]
  /** `''`: it counts as left out */
  readonly value: string
}

/** What the page asks the worker, and what it answers. One type for each question. */
export interface Questions {
  readonly view: {
    /** `defaults`: what the team fills in where the manifest leaves it out. Default: nothing */
    readonly asked: { readonly text: string; readonly defaults?: OptionTexts | undefined }
    readonly answer: ManifestView
  }
  readonly defaults: { readonly asked: { readonly text: string }; readonly answer: ManifestView }
  readonly template: {
    readonly asked: {
      readonly text: string
      readonly placeholders: readonly Placeholder[]
      readonly defaults: OptionTexts
    }
    readonly answer: TemplateView
  }
  readonly try: {
    readonly asked: {
      readonly text: string
      readonly placeholders: readonly Placeholder[]
      readonly values: Readonly<Record<string, string>>
      readonly today: string
      readonly defaults: OptionTexts
    }
    readonly answer: RenderedTemplate
  }
  readonly complete: {
    readonly asked: { readonly text: string; readonly offset: number }
    readonly answer: readonly ManifestCompletion[]
  }
  readonly hover: {
    readonly asked: { readonly text: string; readonly offset: number }
    readonly answer: OptionHelp | undefined
  }
  readonly set: {
    readonly asked: { readonly text: string; readonly changes: readonly OptionChange[] }
    readonly answer: string
  }
  readonly mend: {
    readonly asked: { readonly text: string }
    readonly answer: { readonly text: string; readonly count: number }
  }
  readonly starter: { readonly asked: { readonly kind: Kind }; readonly answer: string }
  readonly decode: {
    readonly asked: { readonly bytes: Uint8Array }
    readonly answer: { readonly text: string; readonly isText: boolean }
  }
}

export type QuestionName = keyof Questions
