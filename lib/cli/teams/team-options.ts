import type { components } from '../../client/client.ts'
import { UsageError } from '../command-error.ts'
import type { PutTeamOptions } from './options.ts'

type Team = components['schemas']['Team']
type Body = components['schemas']['PutTeamBody']
type Member = NonNullable<Body['members']>[number]
type Rule = NonNullable<Body['buckets']>[number]

const USES = ['import', 'export', 'log'] as const

/**
 * A team with what the command line names besides what it has, and without what it takes away.
 *
 * @throws UsageError where it takes away what the team does not have
 */
export const addToTeam = (
  team: Team | undefined,
  options: Omit<PutTeamOptions, 'file' | 'restore' | 'format'>,
): Body => {
  const { member, viewer, key, bucket, tag, tier = team?.tier, remove, 'daily-jobs': dailyJobs } = options
  const there = withoutRemoved(team, remove)
  const members = [...member.map(who => memberOf(who, 'member')), ...viewer.map(who => memberOf(who, 'viewer'))]
  const isNamed = (one: Member) => members.some(other => nameOf(other) === nameOf(one))
  const rules = bucket.map(ruleOf)
  const kept = (there.buckets ?? []).filter(rule => !rules.some(other => other.bucket === rule.bucket))
  const quota = dailyJobs ?? team?.dailyJobs
  return {
    members: [...there.members.filter(one => !isNamed(one)), ...members],
    keys: [...key, ...there.keys.filter(id => !key.includes(id))],
    ...((rules.length > 0 || there.buckets) && { buckets: [...kept, ...rules] }),
    ...(quota !== undefined && quota !== null && { dailyJobs: quota }),
    requiredTags: [...new Set([...there.requiredTags, ...tag])],
    ...(tier !== undefined && { tier }),
    ...(team && { copyLogs: team.copyLogs, defaults: team.defaults }),
  }
}

type Parts = Pick<Team, 'members' | 'keys' | 'buckets' | 'requiredTags'>

const withoutRemoved = (team: Team | undefined, removed: readonly string[]): Parts => {
  const { members = [], keys = [], buckets = null, requiredTags = [] } = team ?? {}
  const all = [...members.map(nameOf), ...keys, ...(buckets ?? []).map(rule => rule.bucket), ...requiredTags]
  const strange = removed.find(what => !all.includes(what))
  if (strange !== undefined) throw new UsageError(`The team has no member, key, bucket or needed tag "${strange}".`)
  const stays = (what: string) => !removed.includes(what)
  return {
    members: members.filter(one => stays(nameOf(one))),
    keys: keys.filter(stays),
    buckets: buckets?.filter(rule => stays(rule.bucket)) ?? null,
    requiredTags: requiredTags.filter(stays),
  }
}

const nameOf = (member: Member) => ('arn' in member ? member.arn : `${member.claim}=${member.value}`)

const memberOf = (who: string, role: 'member' | 'viewer'): Member => {
  if (who.startsWith('arn:')) return { arn: who, role }
  const [, claim, value] = /^([^=]+)=(.+)$/s.exec(who) ?? []
  if (claim !== undefined && value !== undefined) return { claim, value, role }
  throw new UsageError(`"${who}" is neither an ARN nor a claim such as groups=lab.`)
}

const ruleOf = (text: string): Rule => {
  const [bucket = '', list] = text.split(':')
  if (list === undefined) return { bucket }
  const uses = list.split(',').map(use => {
    const known = USES.find(name => name === use)
    if (known) return known
    throw new UsageError(`"${use}" is not a use of a bucket; known: ${USES.join(', ')}.`)
  })
  return { bucket, uses }
}
