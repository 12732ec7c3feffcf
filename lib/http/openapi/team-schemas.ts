import * as z from 'zod/mini'
import { JOB_TYPES } from '../../manifest/manifest.ts'
import { ROLES } from '../../teams/caller.ts'
import { KEY_USES } from '../../teams/manage/list-keys.ts'
import { BUCKET_USES } from '../../teams/team.ts'
import { CloneJson, TemplateJobsJson } from '../jobs/template-body.ts'
import { AddressJson, TemplateJson } from '../teams/belonging-body.ts'
import { TeamJson } from '../teams/team-body.ts'

/* Teams and what they own, as callers see them. */

const about = (description: string) => z.meta({ description })
const text = z.string()
const time = z.iso.datetime()
const role = z.enum(['member', 'viewer'])
const links = z.object({ self: text })
const nextPageToken = z.optional(text.check(about('Names the next page; absent on the last one')))

const Team = z.object({
  name: text,
  members: z.array(z.union([z.object({ arn: text, role }), z.object({ claim: text, value: text, role })])),
  keys: z.array(text).check(about('IDs of the access keys that the team signs with, preferred one first')),
  buckets: z
    .nullable(z.array(z.object({ bucket: text, uses: z.array(z.enum(BUCKET_USES)) })))
    .check(
      about('Buckets that the team may name, or the beginning of their names and a *; null: all of no other team'),
    ),
  copyLogs: z.boolean().check(about("Whether SIGNATURE files are copied into the team's own log bucket")),
  dailyJobs: z
    .nullable(z.int())
    .check(about('Jobs that the team may make on one day (UTC); null: as many as it likes')),
  requiredTags: z.array(text),
  defaults: z
    .object({
      returnAddress: z.optional(z.union([text, z.record(text, text)])),
      customs: z.optional(z.record(text, text)),
      notificationEmail: z.optional(text),
      serviceLevel: z.optional(text),
      logBucket: z.optional(text),
      logPrefix: z.optional(text),
    })
    .check(about("What manifests may leave out; returnAddress may name an address of the team's address book")),
  tier: text.check(about('The tier of usage')),
  createdAt: time,
  updatedAt: time,
  updatedBy: text,
  links,
})

const owned = { team: text, name: text, createdAt: time, updatedAt: time, updatedBy: text, links }

const Template = z.object({
  ...owned,
  manifest: text,
  jobType: z.optional(z.enum(JOB_TYPES)),
  placeholders: z.array(
    z.object({
      name: text,
      pattern: z.optional(text.check(about('What a value must match as a whole, in the syntax of RE2'))),
      default: z.optional(text),
      description: z.optional(text),
    }),
  ),
})

const Address = z.object({ ...owned, address: z.record(text, text) })

const Key = z.object({
  accessKeyId: text,
  team: text,
  use: z
    .enum(KEY_USES)
    .check(
      about(
        'What the team signs with it: new jobs and everything about them, only requests about jobs that were made with it, or nothing, as it has no secret',
      ),
    ),
  secret: z
    .enum(['stored', 'deleted', 'missing'])
    .check(about('missing: the team lists a key that has no secret; deleted: the secret can still be restored')),
  changedAt: z
    .nullable(time)
    .check(about('When the secret was put there, or rotated last; null: it is missing, or the time is unknown')),
  hasPrevious: z
    .boolean()
    .check(about('Whether requests that are signed with the secret before the last rotation are still accepted')),
})

export const TEAM_SCHEMAS = {
  TemplateJobsBody: TemplateJobsJson,
  CloneBody: CloneJson,
  PutTeamBody: TeamJson,
  Team,
  TeamList: z.object({ teams: z.array(Team), nextPageToken }),
  Me: z.object({
    principal: text,
    role: z.enum(ROLES),
    operates: z.optional(z.boolean().check(about('Looks after teams too'))),
    team: z.nullable(Team).check(about('null in the groups beside teams')),
    may: z.array(text).check(about('The routes that the caller may call')),
  }),
  Key,
  KeyList: z.object({
    stage: z
      .nullable(text)
      .check(about('The stage whose keys these are, as `waybill keys --stage` names it; null on one machine')),
    keys: z.array(Key),
    nextPageToken,
  }),
  PutTemplateBody: TemplateJson,
  Template,
  TemplateList: z.object({ templates: z.array(Template), nextPageToken }),
  PutAddressBody: AddressJson,
  Address,
  AddressList: z.object({ addresses: z.array(Address), nextPageToken }),
}
