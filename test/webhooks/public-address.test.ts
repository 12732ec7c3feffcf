import { describe, expect, it } from '@jest/globals'
import { isPublicAddress, mayBePublic } from '../../lib/webhooks/public-address.ts'

/** One address of each block of IANA's special-purpose registries, and the ways to write one of them as another. */
const OWN = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.0.170',
  '192.0.2.1',
  '192.31.196.1',
  '192.52.193.1',
  '192.88.99.1',
  '192.168.0.1',
  '192.175.48.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::127.0.0.1',
  '::a00:1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:0:127.0.0.1',
  '64:ff9b::127.0.0.1',
  '64:ff9b::8.8.8.8',
  '64:ff9b:1::1',
  '100::1',
  '100:0:0:1::1',
  '1234::1',
  '2001::1',
  '2001:1::1',
  '2001:2::1',
  '2001:3::1',
  '2001:4:112::1',
  '2001:10::1',
  '2001:20::1',
  '2001:30::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  '5f00::1',
  '4000::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
]
const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '52.94.5.1',
  '172.32.0.1',
  '2600:1f18::1',
  '2a00:1450:4001::1',
  '2001:4860:4860::8888',
]

describe('an address', () => {
  it.each(OWN)('%s is not public', address => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(PUBLIC)('%s is public', address => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each(['', 'example.com', '999.1.1.1'])('%j is none', text => {
    expect(isPublicAddress(text)).toBe(false)
  })
})

describe('the host of a URL', () => {
  it.each([
    'https://2130706433/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://127.1/',
    'https://[::127.0.0.1]/',
    'https://localhost/',
    'https://a.localhost./',
    'https://printer.local/',
    'https://metadata.google.internal/',
  ])('%s cannot be public', url => {
    expect(mayBePublic(new URL(url))).toBe(false)
  })

  it.each(['https://example.com/', 'https://1.1.1.1/', 'https://localhost.example.com/'])('%s may be public', url => {
    expect(mayBePublic(new URL(url))).toBe(true)
  })
})
