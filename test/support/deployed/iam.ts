/** A statement of a policy, with every intrinsic of CloudFormation resolved. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  /** Absent in the policies that a topic or a key carries for itself alone. */
  readonly Resource?: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly Principal?: unknown
}

/** What one request needs: one action on one resource, and what conditions can ask about it. */
export interface Need {
  readonly action: string
  readonly resource: string
  readonly context?: Readonly<Record<string, string | readonly string[]>>
}

const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T]

/** IAM's patterns: `*` is any text, `?` any character. */
export const isLike = (pattern: string, text: string): boolean => {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
  return new RegExp(`^${source}$`, 's').test(text)
}

const COMPARISONS: Readonly<Record<string, (wanted: string, has: string) => boolean>> = {
  StringEquals: (wanted, has) => has === wanted,
  StringLike: isLike,
  ArnEquals: isLike,
  ArnLike: isLike,
  Bool: (wanted, has) => has.toLowerCase() === wanted.toLowerCase(),
  NumericLessThan: (wanted, has) => Number(has) < Number(wanted),
}

/** Whether every condition of a statement holds (IAM user guide, "Multivalued context keys" for the set operators). */
const holds = ({ Condition = {} }: Statement, { context = {} }: Need): boolean =>
  Object.entries(Condition).every(([operator, keys]) => {
    const [, set, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? []
    const compare = COMPARISONS[name]
    if (!compare) throw new Error(`The condition ${operator} is not known here; teach it before it is deployed.`)
    return Object.entries(keys).every(([key, wanted]) => {
      const has = listOf(context[key])
      const matches = (value: string) => listOf(wanted).some(each => compare(String(each), value))
      if (set === 'ForAllValues') return has.every(matches)
      if (set === 'ForAnyValue') return has.some(matches)
      return has.length === 0 ? ifExists !== undefined : has.every(matches)
    })
  })

/** Whether a statement speaks of this, whatever its effect is. */
export const covers = (statement: Statement, need: Need): boolean =>
  listOf(statement.Action).some(action => isLike(action.toLowerCase(), need.action.toLowerCase())) &&
  (statement.Resource === undefined || listOf(statement.Resource).some(resource => isLike(resource, need.resource))) &&
  holds(statement, need)

/** What a list of statements says: an explicit `Deny` counts more than any `Allow`. */
export const verdictOf = (statements: readonly Statement[], need: Need): 'allowed' | 'denied' | 'silent' => {
  const about = statements.filter(statement => covers(statement, need))
  if (about.some(({ Effect }) => Effect === 'Deny')) return 'denied'
  return about.length > 0 ? 'allowed' : 'silent'
}

/** One action on one resource of one statement: the smallest thing that a policy can go without. */
export interface Grant {
  readonly action: string
  readonly resource: string
  readonly statement: Statement
}

export const grantsOf = (statements: readonly Statement[]): Grant[] =>
  statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(statement =>
      listOf(statement.Action).flatMap(action =>
        listOf(statement.Resource).map(resource => ({
          action,
          resource,
          statement: { ...statement, Action: action, Resource: resource },
        })),
      ),
    )

/** The grants without which every one of these needs would still be allowed. */
export const unneededGrants = (statements: readonly Statement[], needs: readonly Need[]): Grant[] => {
  const grants = grantsOf(statements)
  const givers = needs.map(need => grants.filter(grant => covers(grant.statement, need)))
  return grants.filter(grant => !givers.some(given => given.length === 1 && given[0] === grant))
}

/** The statements of a policy about one kind of principal: `['AWS', ARN]` or `['Service', 'sns.amazonaws.com']`. */
export const aboutPrincipal = (
  statements: readonly Statement[],
  [kind, name]: readonly ['AWS' | 'Service', string],
): Statement[] =>
  statements.filter(({ Principal }) => {
    if (Principal === undefined) throw new Error('A policy of a resource names a principal in each statement.')
    if (Principal === '*') return true
    const named = listOf((Principal as Record<string, string | string[]>)[kind])
    return named.some(each => each === '*' || each === name)
  })
