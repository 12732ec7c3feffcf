import * as z from 'zod/mini'
import type { OptionTexts } from '../../manifest/assist/option-texts.ts'
import { JOB_TYPES } from '../../manifest/manifest.ts'
import type { BookAddress, Placeholder, TeamBelonging, Template } from '../../teams/belongings.ts'
import { BUCKET_USES, type Member, type Team } from '../../teams/team.ts'
import { itemForm } from './item-form.ts'

const text = z.string()
const role = z.enum(['member', 'viewer'])

const memberItem = (): z.ZodMiniType<Member> =>
  z.union([z.looseObject({ arn: text, role }), z.looseObject({ claim: text, value: text, role })])

const OptionTextsForm: z.ZodMiniType<OptionTexts> = z.record(text, z.union([text, z.lazy(() => OptionTextsForm)]))

const teamItem = (): z.ZodMiniType<Team> =>
  z.looseObject({
    name: text,
    members: z.array(memberItem()),
    keys: z.array(text),
    buckets: z.exactOptional(z.array(z.looseObject({ bucket: text, uses: z.array(z.enum(BUCKET_USES)) }))),
    copyLogs: z.boolean(),
    dailyJobs: z.exactOptional(z.int()),
    requiredTags: z.array(text),
    defaults: z.looseObject({
      returnAddress: z.exactOptional(z.union([text, OptionTextsForm])),
      customs: z.exactOptional(OptionTextsForm),
      notificationEmail: z.exactOptional(text),
      serviceLevel: z.exactOptional(text),
      logBucket: z.exactOptional(text),
      logPrefix: z.exactOptional(text),
    }),
    tier: text,
    deletedAt: z.exactOptional(text),
    id: text,
    version: z.int(),
    createdAt: text,
    updatedAt: text,
    updatedBy: text,
  } satisfies Record<keyof Team, unknown>)

export const teamForm = itemForm(teamItem)

const belonging = () => ({
  team: text,
  name: text,
  id: text,
  version: z.int(),
  createdAt: text,
  updatedAt: text,
  updatedBy: text,
})

const belongingItem = (): z.ZodMiniType<TeamBelonging> =>
  z.discriminatedUnion('is', [
    z.looseObject({
      is: z.literal('template'),
      ...belonging(),
      manifest: text,
      jobType: z.exactOptional(z.enum(JOB_TYPES)),
      placeholders: z.array(
        z.looseObject({
          name: text,
          pattern: z.exactOptional(text),
          default: z.exactOptional(text),
          description: z.exactOptional(text),
        } satisfies Record<keyof Placeholder, unknown>),
      ),
    } satisfies Record<keyof Template, unknown>),
    z.looseObject({
      is: z.literal('address'),
      ...belonging(),
      address: z.record(text, text),
    } satisfies Record<keyof BookAddress, unknown>),
  ])

export const belongingForm = itemForm(belongingItem)
