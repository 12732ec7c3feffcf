import type { components, WaybillClient } from '../../client/client.ts'
import { allPages } from '../../client/pages.ts'
import { jsonOf, memberTwice } from '../../json.ts'
import { answered, failureOf, waybillClient } from '../api/ask.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'
import { readInput } from '../input.ts'
import { type Column, printOne, printRows } from '../output/rows.ts'
import type { DeleteTeamOptions, ListTeamsOptions, PutTeamOptions, ShowTeamOptions } from './options.ts'
import { addToTeam } from './team-options.ts'

type Team = components['schemas']['Team']

export const listTeams: Command<ListTeamsOptions> = {
  run: async ({ options: { format }, io, target }) => {
    const client = await waybillClient(target, io)
    const all = await allPages(
      query => answered(client.GET('/v1/teams', { params: { query } })),
      ({ teams }) => teams,
    )
    io.stdout.write(await printRows(all, { format, columns: COLUMNS, none: 'No teams.' }))
    return EXIT_CODES.done
  },
}

export const showTeam: Command<ShowTeamOptions> = {
  run: async ({ args: [team = ''], options: { format }, io, target }) => {
    const client = await waybillClient(target, io)
    io.stdout.write(printTeam(await answered(client.GET('/v1/teams/{team}', named(team))), format))
    return EXIT_CODES.done
  },
}

/** Makes a team; what a team has already stays, unless a file says all of it. */
export const putTeam: Command<PutTeamOptions> = {
  run: async ({ args: [team = ''], options, io, target }) => {
    const client = await waybillClient(target, io)
    const there = await existing(client, team)
    const body =
      options.file === undefined
        ? addToTeam(there?.team, options)
        : parsed(options.file, (await readInput(options.file, io)).toString('utf8'))
    const params = {
      path: { team },
      ...(options.restore && { query: { restore: true } }),
      ...(there && { header: { 'If-Match': there.etag } }),
    }
    const put = await answered(client.PUT('/v1/teams/{team}', { params, body }))
    io.stdout.write(printTeam(put, options.format))
    return EXIT_CODES.done
  },
}

export const deleteTeam: Command<DeleteTeamOptions> = {
  run: async ({ args: [team = ''], options: { force }, io, target }) => {
    const client = await waybillClient(target, io)
    const { response } = await seen(client, team)
    const header = { 'If-Match': response.headers.get('etag') ?? '*' }
    const params = { path: { team }, header, ...(force && { query: { force } }) }
    await answered(client.DELETE('/v1/teams/{team}', { params }))
    return EXIT_CODES.done
  },
}

const named = (team: string) => ({ params: { path: { team } } })

const seen = async (client: WaybillClient, team: string) => {
  const outcome = await client.GET('/v1/teams/{team}', named(team))
  if (!outcome.response.ok) throw failureOf(outcome.error, outcome.response)
  return outcome
}

/** The team as it is, and its tag. `undefined`: there is none. */
const existing = async (client: WaybillClient, team: string) => {
  const { data, error, response } = await client.GET('/v1/teams/{team}', named(team))
  if (response.status === 404) return undefined
  if (!data) throw failureOf(error, response)
  return { team: data, etag: response.headers.get('etag') ?? '*' }
}

/** What a team is shown with and not put with. */
const SHOWN_ONLY: ReadonlySet<string> = new Set(['name', 'createdAt', 'updatedAt', 'updatedBy', 'links'])

/** Waybill itself reports what is wrong with what the file has. */
const parsed = (file: string, text: string): components['schemas']['PutTeamBody'] => {
  const json = jsonOf(text)
  const twice = json === undefined ? undefined : memberTwice(text)
  if (twice !== undefined) throw new UsageError(`${file} has ${twice} twice.`)
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) {
    return Object.fromEntries(Object.entries(json).filter(([name]) => !SHOWN_ONLY.has(name)))
  }
  throw new UsageError(`${file} must hold a team as a JSON object.`)
}

const memberText = (member: Team['members'][number]) => {
  const who = 'arn' in member ? member.arn : `${member.claim}=${member.value}`
  return member.role === 'viewer' ? `${who} (viewer)` : who
}

const bucketTexts = ({ buckets }: Team) => (buckets ?? []).map(({ bucket, uses }) => `${bucket} (${uses.join(', ')})`)

const COLUMNS: readonly Column<Team>[] = [
  { title: 'team', of: ({ name }) => name },
  { title: 'members', of: ({ members }) => members.length },
  { title: 'keys', of: ({ keys }) => keys.join(', ') },
  { title: 'tier', of: ({ tier }) => tier },
  { title: 'changed', of: ({ updatedAt }) => updatedAt },
  { title: 'by', of: ({ updatedBy }) => updatedBy },
]

const printTeam = (team: Team, format: 'table' | 'json') =>
  printOne(team, {
    format,
    fields: [
      ['team', team.name],
      ['members', team.members.map(memberText).join('\n')],
      ['keys', team.keys.join('\n')],
      ['buckets', team.buckets === null ? 'all of no other team' : bucketTexts(team).join('\n')],
      ['jobs a day', team.dailyJobs ?? undefined],
      ['needed tags', team.requiredTags.join(', ')],
      ['defaults', Object.keys(team.defaults).join(', ')],
      ['tier', team.tier],
      ['changed', `${team.updatedAt} by ${team.updatedBy}`],
    ],
  })
