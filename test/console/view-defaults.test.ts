import { describe, expect, it } from '@jest/globals'
import { viewDefaults } from '../../console/src/manifest/view-defaults.ts'
import { checkOptions } from '../../lib/manifest/assist/option-texts.ts'
import { printOptions } from '../../lib/manifest/text/print.ts'

const ADDRESS = {
  name: 'Jane Roe',
  street1: '1 Any Street',
  city: 'Seattle',
  stateOrProvince: 'WA',
  postalCode: '98101',
  country: 'USA',
  phoneNumber: '206-555-0100',
}
const CUSTOMS = { dataDescription: 'Backup', encryptedData: 'maybe', deviceValue: 'much' }

const told = (text: string) =>
  viewDefaults(text).diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`)

describe('the view of defaults', () => {
  it.each([
    ['nothing', {}],
    ['an address', { returnAddress: ADDRESS }],
    ['half an address', { returnAddress: { city: 'Seattle' } }],
    ['customs', { customs: CUSTOMS }],
    ['an address for mail that is none', { notificationEmail: 'nobody' }],
    [
      'all of them',
      { returnAddress: ADDRESS, customs: CUSTOMS, logBucket: 'No_Bucket', logPrefix: 'a/', serviceLevel: 'fast' },
    ],
  ])('reports of %s what the API refuses it for', (_what, options) => {
    const refused = checkOptions(options).map(({ code, pointer }) => `${pointer} ${code}`)
    const { diagnostics } = viewDefaults(
      printOptions(options)
        .map(line => `${line}\n`)
        .join(''),
    )

    expect(diagnostics.map(({ code, pointer }) => `${pointer} ${code}`).toSorted()).toEqual(refused.toSorted())
  })

  it('reports it where it stands, and a fault of the text itself too', () => {
    expect(told('# ours\nnotificationEmail: nobody\n')).toEqual([expect.stringMatching(/^2:20 /)])
    expect(told('logPrefix: a/\nwithout a colon\n')).toEqual([expect.stringMatching(/^2:1 NOT_A_PAIR/)])
  })

  it('takes the name of an address, and reports one that can be no name', () => {
    expect(told('returnAddress: office\n')).toEqual([])
    expect(told('returnAddress: the office\n')).toEqual(['1:1 DEFAULT_INVALID'])
  })

  it('reports an option that is no default', () => {
    expect(told('logPrefix: a/\nbucket: theirs\n')).toEqual(['2:1 DEFAULT_INVALID'])
  })

  it('has a form of the defaults alone', () => {
    const names = (text: string) => viewDefaults(text).groups.map(({ name, fields }) => `${name} ${fields.length}`)

    expect(names('')).toEqual([expect.stringMatching(/^ 5$/), 'returnAddress 10', 'customs 10'])
    expect(names('returnAddress: office\n')).toEqual([' 5', 'customs 10'])
    expect(names('returnAddress:\n    city: Seattle\n')).toEqual([' 4', 'returnAddress 10', 'customs 10'])
  })
})
