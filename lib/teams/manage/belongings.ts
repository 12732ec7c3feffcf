import type { Begin } from '../../audit/record-change.ts'
import { checkOptions } from '../../manifest/assist/option-texts.ts'
import {
  BELONGING_NAME,
  type BelongingKind,
  type BookAddress,
  type TeamBelonging,
  type Template,
} from '../belongings.ts'
import { type Asking, actorOf, type Caller, maySee } from '../caller.ts'
import { TeamError, type TeamFault } from '../errors.ts'
import type { TemplateSettings } from '../templates/check-template.ts'
import { namedInHistory, recordTeamChange } from './record-team-change.ts'
import type { TeamDeps } from './team-deps.ts'

type Deps = Pick<TeamDeps, 'belongings' | 'history' | 'clock' | 'newId' | 'log'>

/** One template or address of the caller's team. */
export interface NamedBelonging extends Asking {
  readonly name: string
  /** Whether this is the version that the caller expects (`If-Match`). Default: any version */
  readonly isExpected?: ((there: TeamBelonging) => boolean) | undefined
}

/**
 * Puts a template of the caller's team, which replaces the one with the same name.
 *
 * Refuses: TEMPLATE_INVALID, TEAM_CHANGED.
 */
export const putTemplate = async (
  deps: Deps,
  { settings, ...named }: NamedBelonging & { readonly settings: TemplateSettings },
): Promise<{ readonly entry: Template; readonly created: boolean }> =>
  recorded(deps, named, 'put-template', async begin => {
    // RE2 is larger than all else that teams need.
    const { templateFaults } = await import('../templates/check-template.ts')
    refuse('TEMPLATE_INVALID', 'template', [...nameFaults(named), ...templateFaults(settings)])
    return put<Template>(deps, named, 'template', begin, common => ({ is: 'template', ...common, ...settings }))
  })

/**
 * Puts an address into the address book of the caller's team.
 *
 * Refuses: ADDRESS_INVALID, TEAM_CHANGED.
 */
export const putAddress = async (
  deps: Deps,
  { postal, ...named }: NamedBelonging & { readonly postal: BookAddress['address'] },
): Promise<{ readonly entry: BookAddress; readonly created: boolean }> =>
  recorded(deps, named, 'put-address', async begin => {
    refuse('ADDRESS_INVALID', 'address', [...nameFaults(named), ...addressFaults(postal)])
    return put<BookAddress>(deps, named, 'address', begin, common => ({ is: 'address', ...common, address: postal }))
  })

const recorded = <T>(
  deps: Deps,
  { name, ...asking }: NamedBelonging,
  action: `${'put' | 'delete'}-${BelongingKind}`,
  change: (begin: Begin) => Promise<T>,
): Promise<T> =>
  recordTeamChange(deps, actorOf(asking), { team: asking.caller.team, action, detail: namedInHistory(name) }, change)

/** Checks an address like a manifest's return address. */
const addressFaults = (address: Readonly<Record<string, string>>): readonly TeamFault[] =>
  checkOptions({ returnAddress: address })
    .filter(found => !('severity' in found) || found.severity === 'error')
    .map(({ code, detail, pointer }) => ({ code, detail, pointer: pointer.replace(/^\/returnAddress/, '/address') }))

const nameFaults = ({ name }: NamedBelonging): readonly TeamFault[] =>
  BELONGING_NAME.test(name)
    ? []
    : [
        {
          code: 'NAME_INVALID',
          detail: 'A name is 1 to 64 letters, digits, dots, hyphens and underlines, and starts with a letter or digit.',
          pointer: '',
        },
      ]

const refuse = (code: 'TEMPLATE_INVALID' | 'ADDRESS_INVALID', what: string, faults: readonly TeamFault[]): void => {
  if (faults.length === 0) return
  throw new TeamError(code, `The ${what} cannot be used like this; nothing was changed. Fix the entries in "errors".`, {
    faults,
  })
}

type Common = Pick<TeamBelonging, 'team' | 'name' | 'id' | 'version' | 'createdAt' | 'updatedAt' | 'updatedBy'>

const put = async <T extends TeamBelonging>(
  deps: Deps,
  { name, isExpected, caller }: NamedBelonging,
  kind: T['is'],
  begin: Begin,
  make: (common: Common) => T,
): Promise<{ readonly entry: T; readonly created: boolean }> => {
  const { team, principal } = caller
  const before = await deps.belongings.get(team, kind, name)
  if (isExpected && !(before && isExpected(before))) throw changed(kind, name)
  const at = deps.clock().toISOString()
  const entry = make({
    team,
    name,
    id: before?.id ?? deps.newId(),
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
    updatedBy: principal,
  })
  await begin({ before, after: entry })
  if (!(await deps.belongings.put(entry, before))) throw changed(kind, name)
  return { entry, created: before === undefined }
}

/** Refuses: TEMPLATE_NOT_FOUND, TEAM_CHANGED. */
export const deleteTemplate = (deps: Deps, named: NamedBelonging): Promise<void> =>
  recorded(deps, named, 'delete-template', async begin =>
    remove(deps, named, await getTemplate(deps, ownOf(named)), begin),
  )

/** Refuses: ADDRESS_NOT_FOUND, TEAM_CHANGED. */
export const deleteAddress = (deps: Deps, named: NamedBelonging): Promise<void> =>
  recorded(deps, named, 'delete-address', async begin =>
    remove(deps, named, await getAddress(deps, ownOf(named)), begin),
  )

const ownOf = ({ caller, name }: NamedBelonging): FindBelonging => ({ caller, name })

const remove = async (
  deps: Deps,
  { isExpected }: NamedBelonging,
  before: TeamBelonging,
  begin: Begin,
): Promise<void> => {
  const { is: kind, name } = before
  if (isExpected && !isExpected(before)) throw changed(kind, name)
  await begin({ before })
  if (!(await deps.belongings.remove(before))) throw changed(kind, name)
}

interface FindBelonging {
  readonly caller: Caller
  readonly name: string
  /** An auditor says whose. Default: the caller's own team */
  readonly team?: string | undefined
}

interface FindDeps {
  readonly belongings: Pick<Deps['belongings'], 'get'>
}

/** Refuses: TEMPLATE_NOT_FOUND. */
export const getTemplate = async (deps: FindDeps, asked: FindBelonging): Promise<Template> => {
  const found = await find(deps, asked, 'template')
  if (found?.is === 'template') return found
  throw new TeamError('TEMPLATE_NOT_FOUND', missing('template', asked))
}

/** Refuses: ADDRESS_NOT_FOUND. */
export const getAddress = async (deps: FindDeps, asked: FindBelonging): Promise<BookAddress> => {
  const found = await find(deps, asked, 'address')
  if (found?.is === 'address') return found
  throw new TeamError('ADDRESS_NOT_FOUND', missing('address', asked))
}

const find = async (
  { belongings }: FindDeps,
  { caller, name, team = caller.team }: FindBelonging,
  kind: BelongingKind,
): Promise<TeamBelonging | undefined> =>
  BELONGING_NAME.test(name) && maySee(caller, team) ? belongings.get(team, kind, name) : undefined

const missing = (kind: BelongingKind, { name }: FindBelonging) =>
  `Your team has no ${kind} ${JSON.stringify(name.slice(0, 64))}.`

/** A page of a team's templates or addresses, in the order of names. Empty for a team that the caller may not see. */
export const listBelongings = async (
  { belongings }: Pick<Deps, 'belongings'>,
  {
    caller,
    team = caller.team,
    ...page
  }: Omit<FindBelonging, 'name'> & { readonly limit: number; readonly after?: string | undefined },
  kind: BelongingKind,
): Promise<{ readonly entries: readonly TeamBelonging[]; readonly after?: string }> => {
  if (!maySee(caller, team)) return { entries: [] }
  const { entries, more } = await belongings.list(team, kind, page)
  const last = more ? entries.at(-1) : undefined
  return { entries, ...(last && { after: last.name }) }
}

const changed = (kind: BelongingKind, name: string) =>
  new TeamError('TEAM_CHANGED', `The ${kind} ${name} has changed since it was read. Get it again, then decide.`)
