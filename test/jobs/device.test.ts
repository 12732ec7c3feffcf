import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { deviceOf } from '../../lib/jobs/device.ts'
import { DEVICE_STAGES, type DeviceStage } from '../../lib/jobs/device-stage.ts'
import { LOCATIONS, PROGRESSES } from '../../lib/jobs/service-codes.ts'
import { CODES, SHIPMENT } from '../support/device-codes.ts'
import { created } from '../support/records.ts'

/** The codes of the service's page "Job status", and those that its models name besides. */
const PROGRESS_CODES = [
  'Pending',
  'InProgress',
  'Started',
  'Complete',
  'Success',
  'SuccessWithErrors',
  'Canceled',
  'Expired',
  'DeviceError',
  'InvalidSignature',
  'MissingSignature',
  'MissingDevice',
  'UnsupportedDeviceType',
  'UnsupportedFileFormat',
  'UnsupportedPowerSupply',
]

const asked = (locationCode: string, progressCode: string) => ({
  status: { checkedAt: '2026-11-23T10:00:00.000Z', locationCode, progressCode },
})

/** By progress; by location in the order not received, at the service, returned. */
const EXPECTED: Readonly<Record<string, readonly [DeviceStage, DeviceStage, DeviceStage]>> = {
  Pending: ['not-shipped', 'received', 'returned'],
  Canceled: ['not-shipped', 'received', 'returned'],
  Expired: ['not-shipped', 'received', 'returned'],
  Started: ['in-progress', 'in-progress', 'returned'],
  InProgress: ['in-progress', 'in-progress', 'returned'],
  Complete: ['done', 'done', 'returned'],
  Success: ['done', 'done', 'returned'],
  SuccessWithErrors: ['done-with-errors', 'done-with-errors', 'returned'],
  ...Object.fromEntries(
    PROGRESS_CODES.slice(PROGRESS_CODES.indexOf('DeviceError')).map(code => [
      code,
      ['rejected', 'rejected', 'returned'],
    ]),
  ),
}

const CASES = PROGRESS_CODES.flatMap(progress =>
  ['NotReceived', 'AtAWS', 'Returned'].map((location, index) => ({
    location,
    progress,
    stage: EXPECTED[progress]?.[index],
  })),
)

describe("a device's stage", () => {
  it('is known for every code of the service, and for no other', () => {
    expect([...PROGRESSES.keys()].sort()).toEqual(PROGRESS_CODES.toSorted())
    expect([...LOCATIONS.keys()]).toEqual(['NotReceived', 'AtAWS', 'Returned'])
  })

  it.each(CASES)('$location and $progress: $stage', ({ location, progress, stage }) => {
    const device = deviceOf(created(asked(location, progress)))

    expect(device).toMatchObject({ stage, location, progress })
    expect(device).not.toHaveProperty('unknownCodes')
  })

  it.each(DEVICE_STAGES)('%s is shown with carrier and number of the way that the device is on', stage => {
    const back = { carrier: 'DHL', trackingNumber: '4242' }
    const { status = { checkedAt: '2026-11-23T10:00:00.000Z' } } = CODES[stage]
    const shipment = stage === 'not-shipped' ? {} : { shipment: SHIPMENT }
    const device = deviceOf(created({ ...shipment, status: { ...status, ...back } }))

    expect(device.stage).toBe(stage)
    const out = stage === 'not-shipped' ? undefined : SHIPMENT
    const way = stage === 'returned' ? back : out
    expect([device.carrier, device.trackingNumber]).toEqual([way?.carrier, way?.trackingNumber])
  })

  it('is shipped once a shipment is reported, until the service has the device', () => {
    expect(deviceOf(created({ shipment: SHIPMENT }))).toMatchObject({ stage: 'shipped', since: SHIPMENT.reportedAt })
    expect(deviceOf(created({ shipment: SHIPMENT, ...asked('AtAWS', 'Pending') })).stage).toBe('received')
  })

  it('of a job that was never asked about is not-shipped since the job was made', () => {
    const job = created()

    expect(deviceOf(job)).toEqual({
      id: 'WX-1',
      stage: 'not-shipped',
      since: job.createdAt,
      expiresAt: '2026-12-21T10:00:01.000Z',
    })
  })

  it('is since when it was first seen, while it stays the same', () => {
    const since = '2026-11-22T09:00:00.000Z'
    const job = created({ ...asked('AtAWS', 'Pending'), stage: { name: 'received', since } })

    expect(deviceOf(job).since).toBe(since)
    expect(deviceOf({ ...job, ...asked('AtAWS', 'InProgress') }).since).toBe('2026-11-23T10:00:00.000Z')
  })

  it('has a time when the job expires only while the device can still arrive', () => {
    for (const stage of DEVICE_STAGES) {
      const waits = stage === 'not-shipped' || stage === 'shipped'
      expect('expiresAt' in deviceOf(created(CODES[stage]))).toBe(waits)
      expect(deviceOf(created({ ...CODES[stage], state: 'expired' }))).not.toHaveProperty('expiresAt')
    }
  })

  it.each(PROGRESS_CODES.filter(code => EXPECTED[code]?.[0] === 'rejected'))(
    '%s comes with the words of the service and with what to do',
    code => {
      const { status } = asked('AtAWS', code)
      const device = deviceOf(created({ status: { ...status, progressMessage: 'The job was aborted.' } }))

      expect(device.reason).toEqual({ code, detail: 'The job was aborted.', advice: expect.stringMatching(/\.$/) })
      expect(deviceOf(created(asked('AtAWS', 'Pending')))).not.toHaveProperty('reason')
    },
  )

  it('is not guessed from a code that is unknown: the device stays where it was seen last, and the code is shown', () => {
    const seen = { stage: { name: 'in-progress' as const, since: '2026-11-22T09:00:00.000Z' } }
    const unknown = created({ ...seen, ...asked('AtAWS', 'Quarantined') })

    expect(deviceOf(unknown)).toMatchObject({ stage: 'in-progress', unknownCodes: ['Quarantined'] })
    expect(deviceOf(created(asked('AtAWS', 'Quarantined')))).toMatchObject({ stage: 'received' })
    expect(deviceOf(created(asked('OnTheMoon', 'Pending')))).toMatchObject({
      stage: 'not-shipped',
      unknownCodes: ['OnTheMoon'],
    })
  })

  it('is one of the stages for any texts that a service may send, and never another for the same facts', () => {
    const text = fc.option(
      fc.oneof(fc.string(), fc.constantFrom(...PROGRESS_CODES, ...LOCATIONS.keys(), '__proto__')),
      {
        nil: undefined,
      },
    )
    fc.assert(
      fc.property(text, text, fc.boolean(), (locationCode, progressCode, isShipped) => {
        const status = {
          checkedAt: '2026-11-23T10:00:00.000Z',
          ...(locationCode !== undefined && { locationCode }),
          ...(progressCode !== undefined && { progressCode }),
        }
        const job = created({ status, ...(isShipped && { shipment: SHIPMENT }) })
        const { stage } = deviceOf(job)

        expect(DEVICE_STAGES).toContain(stage)
        expect(deviceOf({ ...job, stage: { name: stage, since: job.createdAt } }).stage).toBe(stage)
      }),
    )
  })
})
