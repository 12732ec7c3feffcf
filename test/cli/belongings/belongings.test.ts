import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type CliWorld, cliWorld } from '../../support/cli-world.ts'

const MANIFEST = [
  'manifestVersion:2.0',
  'deviceId:{{deviceId}}',
  'bucket:{{bucket}}',
  'eraseDevice:yes',
  'returnAddress:',
  '  name:Jane Roe',
  '  street1:123 Any Street',
  '  city:Anytown',
  '  stateOrProvince:WA',
  '  postalCode:91011',
  '  country:USA',
  '  phoneNumber:206-555-0111',
  '',
].join('\n')

let world: CliWorld
beforeAll(async () => {
  world = await cliWorld()
})
afterAll(() => world.stop())

const OFFICE = {
  name: 'Jane Roe',
  company: 'AnyCompany',
  street1: '123 Any Street',
  city: 'Anytown',
  stateOrProvince: 'WA',
  postalCode: '98101',
  country: 'USA',
  phoneNumber: '+1 206 555 0111',
}
const linesOf = (address: Readonly<Record<string, string>>) =>
  Object.entries(address).flatMap(([name, value]) => ['--value', `${name}=${value}`])

describe('waybill templates', () => {
  it('stores a template, shows it, fills it in, and deletes it', async () => {
    await writeFile(join(world.folder, 'weekly.txt'), MANIFEST.replace('eraseDevice:yes', 'eraseDevice:{{erase}}'))
    const put = ['templates', 'put', 'weekly', 'weekly.txt', '--placeholder', 'bucket=mybucket']

    const unknown = await world.does(put)
    const made = await world.does([...put, '--placeholder', 'erase', '--pattern', 'erase=yes|no'])
    const again = await world.does([...put, '--placeholder', 'erase', '--pattern', 'erase=yes|no'])

    expect([unknown.code, unknown.complained]).toEqual([1, expect.stringContaining('{{erase}} is not among')])
    expect([made.code, again.code]).toEqual([0, 0])
    expect(made.printed).toContain('bucket, by default "mybucket"')
    expect(made.printed).toContain('erase, must match yes|no')
    expect((await world.does(['templates'])).printed).toMatch(/^weekly +(?:bucket, erase|erase, bucket)/m)
    const render = ['templates', 'render', 'weekly', '--value', 'deviceId=A # B']
    const rendered = await world.does([...render, '--value', 'erase=yes'])
    expect([rendered.code, rendered.printed]).toEqual([
      0,
      MANIFEST.replace('{{deviceId}}', '"A # B"').replace('{{bucket}}', 'mybucket'),
    ])
    expect((await world.does([...render, '--value', 'erase=perhaps'])).complained).toContain('does not match yes|no')
    expect((await world.does(['list', '--all'])).printed).not.toContain('A # B')
    expect(await world.does(['templates', 'delete', 'weekly'])).toMatchObject({ code: 0 })
    expect(await world.does(['templates', 'show', 'weekly'])).toMatchObject({ code: 1 })
  })

  it('stores nothing that is no text, and reports every fault of a template', async () => {
    await writeFile(join(world.folder, 'binary.txt'), Buffer.from([0x64, 0xc3, 0x28, 0x0a]))
    await writeFile(join(world.folder, 'cyclic.txt'), 'deviceId:{{a}}\n')

    expect(await world.does(['templates', 'put', 'x', 'binary.txt'])).toMatchObject({ code: 2 })
    expect(await world.does(['templates', 'put', 'x', 'missing.txt'])).toMatchObject({ code: 2 })
    const cyclic = await world.does(['templates', 'put', 'x', 'cyclic.txt', '--placeholder', 'a={{a}}'])
    expect([cyclic.code, cyclic.complained]).toEqual([1, expect.stringContaining('{{a}} -> {{a}}')])
    expect(await world.does(['templates', 'show', 'x'])).toMatchObject({ code: 1 })
  })
})

describe('waybill addresses', () => {
  it('stores an address, of values or of a file, shows it, and deletes it', async () => {
    const made = await world.does(['addresses', 'put', 'office', ...linesOf(OFFICE)])
    expect([made.code, made.printed]).toEqual([0, expect.stringContaining('123 Any Street')])
    const shown = (await world.does(['addresses', 'show', 'office', '--format', 'json'])).printed
    expect(JSON.parse(shown).address).toEqual(OFFICE)
    await writeFile(join(world.folder, 'office.json'), shown.replace('123 Any', '7 Home'))
    expect(await world.does(['addresses', 'put', 'office', '--file', 'office.json'])).toMatchObject({ code: 0 })
    for (const [text, complaint] of [
      ['{"name": "A", "name": "B"}', 'office.json has /name twice.'],
      ['{"name": {"first": "Jane"}}', 'office.json: "name" must be a text.'],
    ]) {
      await writeFile(join(world.folder, 'office.json'), String(text))
      const { code, complained } = await world.does(['addresses', 'put', 'office', '--file', 'office.json'])
      expect([code, complained]).toEqual([2, expect.stringContaining(String(complaint))])
    }
    expect((await world.does(['addresses'])).printed).toMatch(/^office +Jane Roe +7 Home Street/m)
    expect(await world.does(['addresses', 'delete', 'office'])).toMatchObject({ code: 0 })
    expect(await world.does(['addresses', 'delete', 'office'])).toMatchObject({ code: 1 })
  })

  it('refuses what the manifest language refuses, and a value twice', async () => {
    const bad = await world.does(['addresses', 'put', 'bad', ...linesOf({ ...OFFICE, street1: 'P.O. Box 7' })])

    expect([bad.code, bad.complained]).toEqual([1, expect.stringContaining('/address/street1')])
    expect(await world.does(['addresses', 'put', 'bad', '--value', 'name=a', '--value', 'name=b'])).toMatchObject({
      code: 2,
    })
  })

  it('fills in return addresses of submissions, and is the sender of labels', async () => {
    await world.does(['addresses', 'put', 'office', ...linesOf(OFFICE)])
    await writeFile(
      join(world.folder, 'short.txt'),
      'manifestVersion:2.0\ndeviceId:SHORT-1\nbucket:b-x\neraseDevice:yes\n',
    )

    const alone = await world.does(['submit', 'short.txt'])
    const made = await world.does(['submit', 'short.txt', '--return-address', 'office', '--format', 'json'])

    expect([alone.code, alone.complained]).toEqual([1, expect.stringContaining('Nothing was sent')])
    expect([made.code, JSON.parse(made.printed)[0].job.fromTeam]).toEqual([0, ['returnAddress']])
    const { jobId } = JSON.parse(made.printed)[0].job
    const label = await world.does(['label', jobId, '--sender', 'office', '--format', 'json'])
    expect([label.code, JSON.parse(label.printed).fromTeam]).toEqual([0, ['sender']])
    expect((await world.does(['label', jobId, '--sender', 'nowhere'])).complained).toContain('address book')
  })
})
