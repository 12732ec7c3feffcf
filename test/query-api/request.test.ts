import { describe, expect, it } from '@jest/globals'
import { decodeForm, type Params } from '../../lib/query-api/form.ts'
import type { OperationName } from '../../lib/query-api/operations.ts'
import { decodeRequest, encodeRequest } from '../../lib/query-api/request.ts'
import { CLIENT_REQUESTS_V4 } from '../vectors/client-requests.ts'

const params = (values: Record<string, string>): Params => new Map(Object.entries(values))
const CREATE = { JobType: 'Import', Manifest: 'm' }

describe('a request', () => {
  it('is read as the clients mean it', () => {
    const form = CLIENT_REQUESTS_V4.map(request => request.form)

    expect(form.map(values => decodeRequest(values.Action as OperationName, params(values)))).toEqual([
      {
        JobType: 'Import',
        Manifest: 'manifestVersion: 2.0\nbucket: my-bucket\ndeviceId: 123 & \u00FC\n',
        ValidateOnly: false,
      },
      { JobType: 'Export', Manifest: 'a: b', ManifestAddendum: 'x: y', ValidateOnly: true, APIVersion: '2010-06-03' },
      {},
      { JobId: 'ABCDE' },
      { JobId: 'ABCDE' },
      expect.objectContaining({ JobId: 'ABCDE', JobType: 'Import', ValidateOnly: false }),
      expect.objectContaining({ jobIds: ['ABCDE', 'FGHIJ'], company: 'C&Co', street3: 'x' }),
      expect.objectContaining({ JobType: 'Import' }),
      expect.objectContaining({ JobType: 'Export' }),
      { MaxJobs: 10, Marker: 'ZZ' },
      {},
      { JobId: 'ABCDE' },
      { JobId: 'ABCDE' },
      expect.objectContaining({ JobId: 'ABCDE' }),
      expect.objectContaining({ jobIds: ['ABCDE', 'FGHIJ'] }),
    ])
  })

  it('takes a job type in any case, and the client that sends it with every call', () => {
    expect(decodeRequest('CreateJob', params({ ...CREATE, JobType: 'exPORT' }))).toMatchObject({ JobType: 'Export' })
    expect(decodeRequest('GetStatus', params({ JobId: 'A', JobType: 'Import', Other: 'x' }))).toEqual({ JobId: 'A' })
  })

  it.each([
    ['CreateJob', { Manifest: 'm' }, 'MissingParameterException', 'JobType must be specified'],
    ['CreateJob', { JobType: 'Import' }, 'MissingParameterException', 'Manifest must be specified'],
    ['CreateJob', { ...CREATE, Manifest: '' }, 'MissingParameterException', 'Manifest must be specified'],
    ['CreateJob', { ...CREATE, JobType: 'Both' }, 'InvalidParameterException', 'JobType must be Import or Export'],
    ['CreateJob', { ...CREATE, JobType: '__proto__' }, 'InvalidParameterException', 'JobType must be Import or Export'],
    [
      'CreateJob',
      { ...CREATE, APIVersion: 'one' },
      'InvalidVersionException',
      'APIVersion must be a date such as 2012-01-14',
    ],
    ['UpdateJob', CREATE, 'InvalidJobIdException', 'JobId must be specified'],
    ['CancelJob', {}, 'InvalidJobIdException', 'JobId must be specified'],
    ['GetStatus', { JobId: '' }, 'InvalidJobIdException', 'JobId must be specified'],
    ['GetShippingLabel', { jobIds: '' }, 'InvalidJobIdException', 'jobIds must be specified'],
    ['GetShippingLabel', { 'jobIds.member.2': 'B' }, 'InvalidJobIdException', 'jobIds must be specified'],
    ['GetShippingLabel', { 'jobIds.member.01': 'B' }, 'InvalidJobIdException', 'jobIds must be specified'],
    ['ListJobs', { MaxJobs: '-1' }, 'InvalidParameterException', 'MaxJobs must be a whole number from 0 to 1000'],
    ['ListJobs', { MaxJobs: '1001' }, 'InvalidParameterException', 'MaxJobs must be a whole number from 0 to 1000'],
    ...['ten', '1e3', '1.5', ' 1', '0x10', '9'.repeat(400), 'NaN', '--1', '+'].map(
      MaxJobs => ['ListJobs', { MaxJobs }, 'MalformedInput', 'MaxJobs must be a whole number'] as const,
    ),
    ...['True', 'TRUE', 'False', 'yes', 'no', 'on', '2', '01', ' true', 'true ', 'nil', 'constructor'].map(
      ValidateOnly =>
        [
          'CreateJob',
          { ...CREATE, ValidateOnly },
          'MalformedInput',
          'ValidateOnly: boolean must follow xsd1.1 definition: true, false, 1 or 0',
        ] as const,
    ),
  ] as const)('to %s with %j is refused', (operation, values, code, message) => {
    expect(decodeRequest(operation, params(values))).toEqual({ code, message })
  })

  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
    ['', undefined],
  ])('takes %j for a boolean as %j, as the front ends of AWS do', (ValidateOnly, value) => {
    const request = decodeRequest('CreateJob', params({ ...CREATE, ValidateOnly }))

    expect(request).toEqual({ ...CREATE, ...(value !== undefined && { ValidateOnly: value }) })
  })

  it.each([
    ['+5', 5],
    ['007', 7],
    ['-0', 0],
  ])('takes %j for a number, as XML Schema does', (MaxJobs, value) => {
    const request = decodeRequest('ListJobs', params({ MaxJobs }))

    expect(Number('MaxJobs' in request && request.MaxJobs) + 0).toBe(value)
  })

  it.each([
    [{ 'jobIds.member.1': 'A', 'jobIds.member.2': 'B', 'jobIds.member.4': 'D' }, 'jobIds.member.3'],
    [{ 'jobIds.member.0': 'A', 'jobIds.member.1': 'B' }, 'jobIds.member.2'],
    [{ 'jobIds.member.1': 'A', 'jobIds.member.x': 'X' }, 'jobIds.member.2'],
  ])('whose list has a gap is refused, so that no job is lost unseen: %j', (values, missing) => {
    expect(decodeRequest('GetShippingLabel', params(values))).toEqual({
      code: 'MalformedInput',
      message: `${missing} is missing; members count from 1 without a gap`,
    })
  })

  it('whose list is one text is refused, and reads how a list is written', () => {
    expect(decodeRequest('GetShippingLabel', params({ jobIds: 'ABCDE' }))).toMatchObject({
      code: 'MalformedInput',
      message: expect.stringContaining('jobIds.member.1'),
    })
  })

  it('has a list in the order of its numbers, an empty member included', () => {
    const values = { 'jobIds.member.2': '', 'jobIds.member.1': 'A', 'jobIds.member.3': 'C' }

    expect(decodeRequest('GetShippingLabel', params(values))).toEqual({ jobIds: ['A', '', 'C'] })
  })

  it('with ten thousand jobs is not even read', () => {
    const form = Array.from({ length: 10_000 }, (_, index) => `jobIds.member.${index + 1}=ABCDE`).join('&')

    expect(decodeForm(form).problems).toEqual(['More than 1000 parameters.'])
  })

  it('is read as it was written', () => {
    const request = { JobType: 'Export', Manifest: 'a:b\n', ValidateOnly: true, APIVersion: undefined } as const
    const labels = { jobIds: ['ABCDE', 'FGHIJ'], name: 'J & Co' }

    expect(Object.fromEntries(encodeRequest('CreateJob', request))).toEqual({
      Action: 'CreateJob',
      Version: '2010-06-01',
      JobType: 'Export',
      Manifest: 'a:b\n',
      ValidateOnly: 'true',
    })
    expect(decodeRequest('GetShippingLabel', encodeRequest('GetShippingLabel', labels))).toEqual(labels)
    expect(encodeRequest('GetShippingLabel', { jobIds: [] }).get('jobIds')).toBe('')
  })
})
