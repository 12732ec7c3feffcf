import { regexFault } from '../fields/java-regex.ts'
import { pointerStep } from '../text/tree.ts'
import type { Rule, RuleDiagnostic } from './rule.ts'

const invalid = (pattern: string, at: string, key: string): RuleDiagnostic[] => {
  const reason = pattern === '' ? 'it is empty and would find everything' : regexFault(pattern)
  return reason ? [{ at, params: { key, reason } }] : []
}

/** Java regular expressions (IgnoreTips; ManipulatingS3KeyNames). */
export const PATTERNS: readonly Rule[] = [
  {
    code: 'PATTERN_INVALID',
    check: ({ ignore = [], substitutions = [] }) => [
      ...ignore.flatMap((pattern, index) => invalid(pattern, `/ignore/${index}`, 'ignore')),
      ...substitutions.flatMap(({ from }) => invalid(from, `/substitutions${pointerStep(from)}`, 'substitutions')),
    ],
  },
  {
    code: 'PATTERN_NEVER_MATCHES',
    check: ({ ignore = [] }) =>
      ignore.flatMap((pattern, index) => (pattern.startsWith('^/') ? [{ at: `/ignore/${index}` }] : [])),
  },
]
