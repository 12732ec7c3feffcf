import { describe, expect, it } from '@jest/globals'
import { isSecretName } from '../../../lib/manifest/redact/secret-names.ts'

const NAMES = ['trueCryptPassword', 'pinCode', 'drivepin', 'shipping', 'country', 'street1', 'pwd', 'passage'] as const

describe('the name of a secret', () => {
  it('is one each time it is asked for, however many other names came in between', () => {
    const first = NAMES.map(isSecretName)
    for (let number = 0; number < 1200; number++) {
      isSecretName(`option${String.fromCharCode(97 + (number % 26), 97 + Math.floor(number / 26))}`)
    }

    expect(first).toEqual([true, true, true, false, false, false, true, false])
    expect(NAMES.map(isSecretName)).toEqual(first)
    expect(NAMES.map(isSecretName)).toEqual(first)
  })
})
