import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { MOST_ATTEMPTS } from '../lib/subscriptions/delivery.ts'

const KB = 1024
const MB = 1024 * KB

/** A limit as the page writes it, by the constant of the source that sets it; `per` is how many of its units make one of the page's. */
const LIMITS: Readonly<Record<string, readonly [file: string, constant: string, per?: number, unit?: string]>> = {
  'a body, where nothing else stands here': ['http/kit/bodies.ts', 'MAX_BODY_BYTES', KB, ' KB'],
  'the body of `POST /v1/batches`': ['http/kit/bodies.ts', 'MAX_BATCH_BYTES', MB, ' MB'],
  'the body of `PUT /v1/teams/{team}`': ['http/teams/team-body.ts', 'MAX_TEAM_BYTES', KB, ' KB'],
  'the body of `POST /v1/depot/jobs/{jobId}/steps`': ['http/depot/step-body.ts', 'MAX_STEP_BYTES', MB, ' MB'],
  'a body in gzip, once it is unpacked': ['http/kit/decoded-body.ts', 'MOST_BYTES', MB, ' MB'],
  'manifests in one batch': ['http/kit/bodies.ts', 'MAX_BATCH_ITEMS'],
  'devices in one request to a template': ['http/jobs/template-body.ts', 'MOST_DEVICES'],
  'entries of a page (`pageSize`; 50 if left out)': ['http/jobs/job-list.ts', 'LARGEST_PAGE_SIZE'],
  'seconds that `waitFor` waits': ['jobs/look-up/wait-for-job.ts', 'MOST_WAIT_SECONDS'],
  'one answer of `format=csv&all=true`': ['http/jobs/job-list-answer.ts', 'EXPORT_BYTES', 1_000_000, ' MB'],
  'seconds that such an answer takes': ['http/jobs/job-list-answer.ts', 'EXPORT_MS', 1000],
  'seconds that a usage report takes': ['jobs/report/report-usage.ts', 'LONGEST_MS', 1000],
  'faults in one problem (`errors`)': ['http/kit/bounded-errors.ts', 'MOST_ERRORS'],
  'a body': ['query-api/endpoint.ts', 'MAX_BODY_BYTES', MB, ' MB'],
  'parameters of a request': ['query-api/form.ts', 'MAX_PARAMETERS'],
  'seconds that a presigned request is valid': ['query-api/verify-v4.ts', 'MAX_EXPIRES_SECONDS'],
  'jobs in one parcel (`GetShippingLabel`)': ['depot/get-shipping-label.ts', 'MOST_JOBS'],
  'characters in a line of a sender': ['depot/sender-address.ts', 'LONGEST'],
  'a manifest': ['manifest/read.ts', 'MOST_BYTES', KB, ' KB'],
  'levels of nesting': ['manifest/text/parse-tree.ts', 'DEEPEST'],
  'diagnostics in one answer': ['manifest/diagnostics/diagnostic.ts', 'MOST_DIAGNOSTICS'],
  'edits of the fixes in one answer': ['manifest/assist/safe-fixes.ts', 'MOST_EDITS'],
  'tags of a job': ['jobs/tagging.ts', 'MOST_TAGS'],
  "characters in a tag's name": ['jobs/tagging.ts', 'LONGEST_NAME'],
  "characters in a tag's value": ['jobs/tagging.ts', 'LONGEST_VALUE'],
  'bytes of all tags of a job': ['jobs/tagging.ts', 'MOST_TAG_BYTES'],
  'characters in a description': ['jobs/tagging.ts', 'LONGEST_DESCRIPTION'],
  'steps of custody': ['jobs/ship/record-custody.ts', 'MOST_STEPS'],
  'former devices, and former buckets, that find a job': ['jobs/subject.ts', 'MOST_FORMER'],
  'members of a team': ['teams/manage/check-team.ts', 'MOST_MEMBERS'],
  'keys of a team': ['teams/manage/check-team.ts', 'MOST_KEYS'],
  'buckets of a team': ['teams/manage/check-team.ts', 'MOST_BUCKETS'],
  'tags that a team needs': ['teams/manage/check-team.ts', 'MOST_TAGS'],
  'seconds until a change of a team is in force everywhere': ['teams/directory.ts', 'MOST_AGE_MS', 1000],
  'placeholders of a template': ['teams/templates/check-template.ts', 'MOST_PLACEHOLDERS'],
  'characters in the pattern of a placeholder': ['teams/templates/pattern.ts', 'LONGEST_PATTERN'],
  'characters in the value of a placeholder': ['teams/templates/check-template.ts', 'LONGEST_VALUE'],
  'characters in a schedule': ['checks/schedule.ts', 'LONGEST_EXPRESSION'],
  'days that the runs of a check are stored': ['checks/run.ts', 'RUN_DAYS'],
  'subscriptions of a team': ['subscriptions/subscription.ts', 'MOST_SUBSCRIPTIONS'],
  'events that one subscription names': ['http/subscriptions/subscription-body.ts', 'MOST_EVENTS'],
  "characters in a webhook's address": ['webhooks/sealed-webhook.ts', 'LONGEST_URL'],
  "characters in a webhook's secret (24 or more)": ['webhooks/sealed-webhook.ts', 'LONGEST_SECRET'],
  'seconds that a webhook may take to answer': ['adapters/webhooks/https-webhooks.ts', 'TIMEOUT_MS', 1000],
  'days that deliveries are listed': ['subscriptions/delivery.ts', 'DELIVERY_DAYS'],
}

/** The value of a constant whose source is a number or a product of numbers. */
const constantOf = (file: string, name: string): number => {
  const source = readFileSync(`lib/${file}`, 'utf8')
  const [, product = ''] = new RegExp(`^(?:export )?const ${name} = ([\\d_* ]+)$`, 'm').exec(source) ?? []
  return product.split('*').reduce((all, factor) => all * Number(factor.trim().replaceAll('_', '')), 1)
}

const shown = Object.fromEntries(
  Object.entries(LIMITS).map(([what, [file, constant, per = 1, unit = '']]) => [
    what,
    `${(constantOf(file, constant) / per).toLocaleString('en')}${unit}`,
  ]),
)

describe('docs/limits.md', () => {
  const page = readFileSync('docs/limits.md', 'utf8')

  it('has every limit as the code has it, and no other', () => {
    const rows = [...page.matchAll(/^\| (.+?) \| (.+?) \|/gm)]
      .map(([, what = '', most]) => [what, most])
      .filter(([what]) => what !== 'what' && what !== '---')

    expect(Object.fromEntries(rows)).toEqual({
      ...shown,
      'attempts to deliver an event to a subscription': String(MOST_ATTEMPTS),
    })
  })

  it('is reached from the code it names: a constant that is renamed turns this red', () => {
    expect(Object.values(LIMITS).filter(([file, constant]) => !(constantOf(file, constant) > 1))).toEqual([])
  })
})
