import { mistakeText } from '../java-pattern/mistake.ts'
import { readPattern } from '../java-pattern/read-pattern.ts'
import { replacementMistake } from '../java-pattern/replacement.ts'
import type { Substitution } from '../manifest.ts'
import { pointerStep } from '../text/tree.ts'
import type { Rule, RuleDiagnostic } from './rule.ts'

const invalid = (pattern: string, at: string, key: string): RuleDiagnostic[] => {
  if (pattern === '') return [{ at, params: { key, reason: 'it is empty and would find everything', where: '' } }]
  const read = readPattern(pattern)
  if (!('mistake' in read)) return []
  const where = ` from character ${read.mistake.at + 1} on`
  return [{ at, params: { key, reason: mistakeText(read.mistake), where } }]
}

const refused = ({ from, to }: Substitution): RuleDiagnostic[] => {
  if (!/[$\\]/.test(to)) return []
  const read = readPattern(from)
  const reason = 'mistake' in read ? undefined : replacementMistake(to, read.groups)
  return reason ? [{ at: pointerOf(from), params: { key: from, reason } }] : []
}

const pointerOf = (from: string) => `/substitutions${pointerStep(from)}`

/** Java regular expressions (IgnoreTips; ManipulatingS3KeyNames). */
export const PATTERNS: readonly Rule[] = [
  {
    code: 'PATTERN_INVALID',
    check: ({ ignore = [], substitutions = [] }) => [
      ...ignore.flatMap((pattern, index) => invalid(pattern, `/ignore/${index}`, 'ignore')),
      ...substitutions.flatMap(({ from }) => invalid(from, pointerOf(from), 'substitutions')),
    ],
  },
  {
    code: 'REPLACEMENT_REFUSED',
    check: ({ substitutions = [] }) => substitutions.flatMap(refused),
  },
  {
    code: 'PATTERN_NEVER_MATCHES',
    check: ({ ignore = [] }) =>
      ignore.flatMap((pattern, index) =>
        pattern.startsWith('^/')
          ? [{ at: `/ignore/${index}`, fix: { title: 'Remove the slash', from: '^/', to: '^' } }]
          : [],
      ),
  },
]
