import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decodeAnswer, decodeFault, encodeAnswer, encodeFault } from '../../lib/query-api/answer.ts'
import { fault } from '../../lib/query-api/faults.ts'
import {
  LIVE_CANCEL_JOB,
  LIVE_CREATE_JOB,
  LIVE_FAULT,
  LIVE_GET_STATUS,
  LIVE_LIST_JOBS,
} from '../vectors/live-answers.ts'

describe('an answer', () => {
  it('is written as the live service wrote it, byte for byte', () => {
    expect(encodeAnswer('CancelJob', { Success: true }, 'e19c3dd3-c551-11df-98ab-7b5000aab339')).toBe(LIVE_CANCEL_JOB)

    const jobs = [
      { JobId: 'ADP7B', CreationDate: new Date('2010-04-21T22:21:51Z'), IsCanceled: false, JobType: 'Import' },
      { JobId: 'AVEYF', CreationDate: new Date('2010-04-21T22:19:05Z'), IsCanceled: false, JobType: 'Import' },
    ]
    const xml = encodeAnswer('ListJobs', { IsTruncated: true, Jobs: jobs }, 'cc6ea8c0-4da9-11df-81c3-e94d3ca214a8')
    expect(xml).toBe(LIVE_LIST_JOBS)
  })

  it('has an element for an empty list, and none for what is absent', () => {
    expect(encodeAnswer('ListJobs', { Jobs: [], IsTruncated: false }, 'r')).toContain(
      '<ListJobsResult><Jobs></Jobs><IsTruncated>',
    )
    expect(encodeAnswer('GetStatus', { Carrier: undefined }, 'r')).toContain('<GetStatusResult></GetStatusResult>')
  })

  it('of the live service is read field by field', () => {
    expect(decodeAnswer('CreateJob', LIVE_CREATE_JOB)).toMatchObject({
      JobType: 'Import',
      JobId: '45HFS-VALIDATE-ONLY',
      Signature: '/dxgK27c8++SFiZLLaIvHt4Oy4k=',
    })
    expect(decodeAnswer('GetStatus', LIVE_GET_STATUS)).toMatchObject({
      CurrentManifest: 'manifestVersion: 2.0\nbucket: import-export-bucket\neraseDevice: no\n',
      ErrorCount: 0,
      CreationDate: new Date('2010-09-21T16:22:10Z'),
    })
    expect(decodeAnswer('ListJobs', LIVE_LIST_JOBS)).toEqual({
      Jobs: [
        { JobId: 'ADP7B', JobType: 'Import', IsCanceled: false, CreationDate: new Date('2010-04-21T22:21:51Z') },
        { JobId: 'AVEYF', JobType: 'Import', IsCanceled: false, CreationDate: new Date('2010-04-21T22:19:05Z') },
      ],
      IsTruncated: true,
    })
    expect(decodeAnswer('CancelJob', LIVE_CANCEL_JOB)).toEqual({ Success: true })
  })

  it.each([
    ['to another operation', LIVE_LIST_JOBS],
    ['without the wrapper', '<CancelJobResponse><Success>true</Success></CancelJobResponse>'],
    [
      'with a boolean that is none',
      '<CancelJobResponse><CancelJobResult><Success>yes</Success></CancelJobResult></CancelJobResponse>',
    ],
    [
      'with a property of objects for a boolean',
      '<CancelJobResponse><CancelJobResult><Success>constructor</Success></CancelJobResult></CancelJobResponse>',
    ],
    ['that is a fault', LIVE_FAULT],
    ['cut off', LIVE_CANCEL_JOB.slice(0, -9)],
  ])('%s is none', (_, xml) => {
    expect(decodeAnswer('CancelJob', xml)).toBeUndefined()
  })

  it.each([
    ['a number', '<ErrorCount>-1</ErrorCount>'],
    ['a time', '<CreationDate>soon</CreationDate>'],
    ['text', '<JobId><b/></JobId>'],
    ['a list', '<ArtifactList><member><URL><b/></URL></member></ArtifactList>'],
  ])('with something else where %s must be is none', (_, element) => {
    expect(
      decodeAnswer('GetStatus', `<GetStatusResponse><GetStatusResult>${element}</GetStatusResult></GetStatusResponse>`),
    ).toBeUndefined()
  })

  it('reads back as it was written', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '<', '&', '\r', '\n', ' ', '\u00FC', ']]>', '\u{1F4E6}') })
    const artifact = fc.record({ Description: text, URL: text }, { requiredKeys: [] })
    const result = fc.record(
      { JobId: text, WarningMessage: text, SignatureFileContents: text, ArtifactList: fc.array(artifact) },
      { requiredKeys: [] },
    )

    fc.assert(
      fc.property(result, value => {
        expect(decodeAnswer('CreateJob', encodeAnswer('CreateJob', value, 'r'))).toEqual(value)
      }),
    )
  })
})

describe('a fault', () => {
  it('is written as the live service wrote it, byte for byte', () => {
    const xml = encodeFault(
      fault('InvalidJobIdException', 'No such job foobar for your account'),
      400,
      '83281264-b7f8-11e2-a9e1-3f6477e78873',
    )

    expect(xml).toBe(LIVE_FAULT)
  })

  it("of ours is the receiver's, not the sender's", () => {
    expect(encodeFault(fault('InternalFailure'), 500, 'r')).toContain('<Type>Receiver</Type>')
  })

  it("is read with its request ID, in the older services' form too", () => {
    expect(decodeFault(LIVE_FAULT)).toEqual({
      code: 'InvalidJobIdException',
      message: 'No such job foobar for your account',
      requestId: '83281264-b7f8-11e2-a9e1-3f6477e78873',
    })
    expect(
      decodeFault(
        '<Response><Errors><Error><Code>AuthFailure</Code><Message>m</Message></Error></Errors><RequestID>r</RequestID></Response>',
      ),
    ).toEqual({ code: 'AuthFailure', message: 'm', requestId: 'r' })
  })

  it.each([LIVE_CANCEL_JOB, '<ErrorResponse/>', '<html><body>Bad Gateway</body></html>', '{}', ''])(
    'is not there where none was written (case %#)',
    text => {
      expect(decodeFault(text)).toBeUndefined()
    },
  )
})
