import type { DiagnosticCode } from '../diagnostics/codes.ts'
import type { MessageParams } from '../diagnostics/raw-diagnostic.ts'
import type { Draft, Kind } from '../manifest.ts'

/** What must hold between options. A rule looks at values only; where they stand is looked up afterwards. */
export interface Rule {
  readonly code: DiagnosticCode
  /** Default: every kind */
  readonly kinds?: readonly Kind[]
  readonly check: (options: Draft, about: About) => readonly RuleDiagnostic[]
}

/** Where a rule does not hold. */
export interface RuleDiagnostic {
  /** JSON Pointer to the option; it may be absent. */
  readonly at: string
  /** Where to look if it is absent. Default: what is around it */
  readonly seen?: string
  readonly params?: MessageParams
  /** What to write in place of what the value begins with. Default: the mend is not certain */
  readonly fix?: { readonly title: string; readonly from: string; readonly to: string }
}

/** What else is known of the manifest. */
export interface About {
  readonly kind: Kind | undefined
  /** From bucket to region, as far as the caller knows. */
  readonly bucketRegions: Readonly<Record<string, string>>
}
