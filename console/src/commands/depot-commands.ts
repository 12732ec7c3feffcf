import type { Command } from './command.ts'

const JSON_TYPE = { 'Content-Type': 'application/json' }
const inPath = encodeURIComponent

/** What is reported of each step, with words in the place of what only the desk knows. */
const STEPS = [
  { step: 'receive', title: 'depot.step.receive', body: { signature: 'TEXT' }, options: ['--signature', 'SIGNATURE'] },
  { step: 'load', title: 'depot.step.load', body: {}, options: [] },
  { step: 'finish', title: 'depot.step.finish', body: {}, options: [] },
  { step: 'abort', title: 'depot.step.abort', body: { reason: 'DeviceError' }, options: ['--reason', 'DeviceError'] },
  {
    step: 'return',
    title: 'depot.step.return',
    body: { carrier: 'CARRIER', trackingNumber: 'NUMBER' },
    options: ['--carrier', 'CARRIER', '--tracking', 'NUMBER'],
  },
] as const

/** @param jobId the device that the desk has before it; `undefined`: the queue */
export const commandsOfDepot = (jobId: string | undefined): readonly Command[] =>
  jobId === undefined
    ? [{ title: 'depot.queue', route: 'GET /v1/depot/jobs', path: '/v1/depot/jobs' }]
    : [
        {
          title: 'job.show',
          route: 'GET /v1/depot/jobs/{jobId}',
          path: `/v1/depot/jobs/${inPath(jobId)}`,
          cli: ['depot', 'show', jobId],
          asksDepot: true,
        },
        ...STEPS.map(
          ({ step, title, body, options }): Command => ({
            title,
            route: 'POST /v1/depot/jobs/{jobId}/steps',
            path: `/v1/depot/jobs/${inPath(jobId)}/steps`,
            headers: JSON_TYPE,
            body: JSON.stringify({ step, ...body }),
            cli: ['depot', step, jobId, ...options],
            asksDepot: true,
          }),
        ),
      ]
