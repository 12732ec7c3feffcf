import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type CliWorld, cliWorld } from '../../support/cli-world.ts'

const KEY = 'AKIALABLABLABLABLAB1'
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
  const placeholders = [{ name: 'bucket', default: 'mybucket' }]
  const put = await fetch(`${world.url}/v1/templates/monthly`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ manifest: MANIFEST, placeholders }),
  })
  expect(put.status).toBe(201)
})
afterAll(() => world.stop())

describe('waybill teams', () => {
  it('makes a team, adds to it what is named, shows it, and deletes it', async () => {
    const made = await world.does(['teams', 'put', 'lab', '--member', 'team=lab', '--key', KEY, '--bucket', 'lab-*'])
    expect(made).toMatchObject({ code: 0, printed: expect.stringContaining('lab-* (import, export, log)') })

    const more = await world.does([
      'teams',
      'put',
      'lab',
      '--viewer',
      'groups=guests',
      '--bucket',
      'logs:log',
      '--format',
      'json',
    ])
    expect(JSON.parse(more.printed)).toMatchObject({
      members: [
        { claim: 'team', value: 'lab', role: 'member' },
        { claim: 'groups', value: 'guests', role: 'viewer' },
      ],
      keys: [KEY],
      buckets: [{ bucket: 'lab-*' }, { bucket: 'logs', uses: ['log'] }],
    })
    expect((await world.does(['teams'])).printed).toMatch(/^lab +2 +AKIALABLABLABLABLAB1/m)
    expect((await world.does(['teams', 'show', 'lab'])).printed).toContain('groups=guests (viewer)')
    expect(await world.does(['teams', 'delete', 'lab'])).toMatchObject({ code: 0 })
    expect(await world.does(['teams', 'show', 'lab'])).toMatchObject({ code: 1 })
  })

  it('takes away what is named, changes tags and tier, and takes a team as it is shown', async () => {
    await world.does([
      'teams',
      'put',
      'desk',
      '--member',
      'team=desk',
      '--key',
      KEY,
      '--bucket',
      'desk-*',
      '--tag',
      'a',
    ])

    const put = ['teams', 'put', 'desk', '--format', 'json']
    const less = await world.does([...put, '--remove', KEY, '--remove', 'team=desk', '--remove', 'a', '--tag', 'b'])
    expect(JSON.parse(less.printed)).toMatchObject({ members: [], keys: [], requiredTags: ['b'], tier: 'standard' })
    expect(JSON.parse(less.printed).buckets).toHaveLength(1)
    expect(await world.does([...put, '--remove', 'nobody'])).toMatchObject({ code: 2 })
    expect((await world.does([...put, '--tier', 'gold'])).complained).toContain('/tier: This stage has the tiers')
    const shown = (await world.does(['teams', 'show', 'desk', '--format', 'json'])).printed
    await writeFile(join(world.folder, 'desk.json'), shown.replace('"b"', '"c"'))
    const again = await world.does([...put, '--file', 'desk.json'])
    expect(JSON.parse(again.printed)).toMatchObject({ requiredTags: ['c'], buckets: [{ bucket: 'desk-*' }] })
    await writeFile(join(world.folder, 'desk.json'), shown.replace('{', '{"keys": [],'))
    expect((await world.does([...put, '--file', 'desk.json'])).complained).toContain('desk.json has /keys twice.')
    expect(await world.does(['teams', 'delete', 'desk'])).toMatchObject({ code: 0 })
  })

  it('shows every fault of a team, and what is no member', async () => {
    const refused = await world.does(['teams', 'put', 'film', '--member', 'arn:aws:iam::1:role/*', '--bucket', 'a*'])

    expect(refused.code).toBe(1)
    expect(refused.complained).toContain('/members/0/arn: An ARN with a wildcard')
    expect(refused.complained).toContain('/buckets/0/bucket: ')
    expect(await world.does(['teams', 'put', 'film', '--member', 'ann'])).toMatchObject({ code: 2 })
    expect(await world.does(['teams', 'put', 'film', '--bucket', 'film-x:read'])).toMatchObject({ code: 2 })
  })
})

describe('waybill submit --template', () => {
  const table = async (name: string, text: string) => {
    await writeFile(join(world.folder, name), text)
    return ['submit', '--template', 'monthly', '--devices', name]
  }
  const jobs = async () => (await world.does(['list', '--all', '--format', 'ndjson'])).printed

  it('makes a job of each line of a table, and makes none twice', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => `LINE-${index}`)
    const args = await table('devices.csv', `deviceId\n${rows.join('\n')}\n`)

    const made = await world.does([...args, '--value', 'bucket=other-bucket'])
    const again = await world.does([...args, '--value', 'bucket=other-bucket'])

    expect(made.code).toBe(0)
    expect(made.printed.match(/ {2}created {2}/g)).toHaveLength(12)
    expect(again.printed.match(/found: it was made before/g)).toHaveLength(12)
    expect(await jobs()).toContain('"other-bucket"')
  })

  it('sends nothing where one line would be refused, and names it', async () => {
    const before = await jobs()
    const late = Array.from({ length: 12 }, (_, index) => `LATE-${index},mybucket`)
    const refused = await world.does(await table('bad.csv', `deviceId,bucket\n${late.join('\n')}\nLAST,-\n`))

    expect(refused.code).toBe(1)
    expect(refused.complained).toContain('/bucket')
    expect(await jobs()).toBe(before)
    expect(await world.does(await table('column.csv', 'device\nX\n'))).toMatchObject({
      code: 1,
      complained: expect.stringContaining('{{deviceId}}'),
    })
  })

  it.each([
    ['a table without a line', 'deviceId\n', 'no line of a device'],
    ['nothing', '', 'no line of a device'],
    ['what is no table', 'deviceId\n"X\n', 'is not a table'],
    ['a column twice', 'deviceId,deviceId\nA,B\n', 'line 1: the column "deviceId" is there twice'],
    ['a line with too few cells', 'deviceId,bucket\nA,b-x\n\nB\n', 'line 4: it has 1 cells'],
    [
      'a device twice, however far apart',
      `deviceId,bucket\n${Array.from({ length: 40 }, (_, row) => `FAR-${row},b-x\n`).join('')}"FAR-0",b-y\n`,
      'line 42: the device "FAR-0" is in line 2 already',
    ],
  ])('refuses %s, and sends nothing', async (_what, text, why) => {
    const before = await jobs()

    const refused = await world.does(await table('none.csv', text))

    expect([refused.code, refused.complained]).toEqual([2, expect.stringContaining(why)])
    expect(await jobs()).toBe(before)
  })

  it('refuses bytes that are no text, and a file that is not there', async () => {
    await writeFile(join(world.folder, 'binary.csv'), Buffer.from([0x64, 0xff, 0xfe, 0x00]))
    const ask = (file: string) => world.does(['submit', '--template', 'monthly', '--devices', file])

    expect((await ask('binary.csv')).complained).toContain('is not a text in UTF-8')
    expect(await ask('nowhere.csv')).toMatchObject({ code: 2 })
  })

  it('names the line of the table that Waybill refuses, in whichever request it was sent', async () => {
    const rows = Array.from({ length: 13 }, (_, row) => `NAMED-${row},b-x\n`).join('')

    const refused = await world.does(await table('late.csv', `deviceId,bucket\n${rows}\n\nLAST,-\n`))

    expect([refused.code, refused.complained]).toEqual([1, expect.stringContaining('line 17: /bucket')])
  })

  it('makes one job of values, and takes no manifest besides', async () => {
    const one = await world.does(['submit', '--template', 'monthly', '--value', 'deviceId=ONE'])

    expect(one.printed).toMatch(/^ONE +created/m)
    expect(await world.does(['submit', '--template', 'monthly', 'x.txt'])).toMatchObject({ code: 2 })
    expect(await world.does(['submit'])).toMatchObject({ code: 2 })
  })
})
