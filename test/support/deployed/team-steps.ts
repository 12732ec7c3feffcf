import { expect } from '@jest/globals'
import { keyStream } from '../../../lib/audit/streams.ts'
import { SESSION_KEY } from '../../depot/depot-fixture.ts'
import { AMPLE_MS } from '../patience.ts'
import { exportOf, importOf, type Step } from './journey.ts'
import { threeCommands } from './three-commands.ts'

/** As people write them: the key signs, so the manifest names none. */
const keyless = (manifest: string) => manifest.replace(/accessKeyId:.*\n/, '')
const importBy = (deviceId: string) => keyless(importOf(deviceId))

const ADDRESS = {
  name: 'Jane Roe',
  company: 'AnyCompany',
  street1: '123 Any Street',
  city: 'Anytown',
  stateOrProvince: 'WA',
  postalCode: '91011',
  country: 'USA',
  phoneNumber: '+1 206 555 0111',
}

/** Teams, from nothing to nothing again. */
export const TEAM_STEPS: readonly Step[] = [
  {
    does: 'leads a new team from nothing to its first job by three commands, without a deployment',
    only: ['example-depot'],
    run: async ({ driver, world }) => {
      const beginners = {
        team: 'beginners',
        member: 'arn:aws:iam::111122223333:role/Beginners',
        accessKeyId: 'AKIABEGINNERSBEGINNE',
        manifest: importBy('FIRST'),
      }

      const { printed, files } = await threeCommands(world, beginners)

      const items = await driver.items(driver.jobsTable)
      const job = items.find(({ sk, team }) => sk === 'JOB' && team === 'beginners')
      expect(job).toMatchObject({ deviceId: 'FIRST', state: 'created' })
      expect(printed).toContain(job?.jobId)
      expect(files).toContain('SIGNATURE')
      const { events } = await driver.history.stream(keyStream(beginners.accessKeyId), { limit: 10 })
      expect(events.map(({ action, outcome, team }) => [action, outcome, team])).toEqual([
        ['put-key', 'begun', 'beginners'],
        ['put-key', 'done', 'beginners'],
      ])
    },
  },
  {
    does: 'has no team of newcomers until an operator makes it, which needs no deployment: its first job, and its quota',
    run: async ({ driver, world, service }) => {
      const { name, authentication } = world.stage
      expect((await driver.call('POST', '/v1/jobs', { as: 'newcomer', body: importBy('N1') })).status).toBe(403)
      const member =
        authentication.kind === 'iam'
          ? { arn: 'arn:aws:iam::111122223333:role/people/Newcomers' }
          : { claim: 'team', value: 'newcomers' }
      const { accessKeyId } = SESSION_KEY
      const body = { members: [member], keys: [accessKeyId], dailyJobs: 1 }
      const made = await driver.call('PUT', '/v1/teams/newcomers', { as: 'operator', body })
      expect([made.status, made.json]).toEqual([201, expect.objectContaining({ keys: [accessKeyId] })])
      const secret = JSON.stringify({ ...SESSION_KEY, team: 'newcomers' })
      world.account.secrets.put(`waybill/${name}/keys/${accessKeyId}`, secret)
      world.api.forgetCallers()
      const first = await driver.call('POST', '/v1/jobs', { as: 'newcomer', body: importBy('N1') })
      expect([first.status, first.json.team ?? first.json]).toEqual([201, 'newcomers'])
      const second = await driver.call('POST', '/v1/jobs', { as: 'newcomer', body: importBy('N2') })
      expect([second.status, second.json.code]).toEqual([429, 'TEAM_QUOTA_USED'])
      const asTool = { jobType: 'Import', manifest: importBy('N3'), validateOnly: false } as const
      const call = { credentials: SESSION_KEY, startedAt: new Date(), deadline: new Date(Date.now() + AMPLE_MS) }
      await expect(service(4).createJob(asTool, call)).rejects.toMatchObject({
        fault: { code: 'CreateJobQuotaExceededException' },
      })
    },
  },
  {
    does: 'lets the depot itself refuse the bucket of another owner, whatever Waybill knows of it',
    only: ['example-depot'],
    run: async ({ driver }) => {
      const ask = (as?: 'newcomer') =>
        driver.call('POST', '/v1/jobs?validateOnly=true', { ...(as && { as }), body: keyless(exportOf('N4')) })
      const { status, json } = await ask('newcomer')
      expect([status, json.code, json.service?.code]).toEqual([422, 'SERVICE_REFUSED', 'BucketPermissionException'])
      expect((await ask()).status).toBe(200)
    },
  },
  {
    does: 'shows each caller who it is, and teams to whom they concern',
    run: async ({ driver }) => {
      const me = await driver.call('GET', '/v1/me', { as: 'newcomer' })
      expect(me.json).toMatchObject({ role: 'member', team: { name: 'newcomers' } })
      const all = await driver.call('GET', '/v1/teams', { as: 'operator' })
      const names = all.json.teams.map((team: { name: string }) => team.name)
      expect(names).toEqual(expect.arrayContaining(['-operators', 'archive', 'newcomers']))
      expect((await driver.call('GET', '/v1/jobs', { as: 'operator' })).status).toBe(403)
      expect((await driver.call('GET', '/v1/teams/newcomers')).status).toBe(404)
      expect((await driver.call('PUT', '/v1/teams/archive', { body: {} })).status).toBe(403)
    },
  },
  {
    does: 'shows operators which keys teams sign with, and no secret of any',
    run: async ({ driver, world }) => {
      const { accessKeyId, secretAccessKey } = SESSION_KEY
      const all = await driver.call('GET', '/v1/keys', { as: 'operator' })
      expect([all.status, all.json.stage]).toEqual([200, world.stage.name])
      const shown = { team: 'newcomers', use: 'new-jobs', secret: 'stored', changedAt: '2026-09-21T14:13:20.000Z' }
      expect(all.json.keys).toContainEqual({ accessKeyId, ...shown, hasPrevious: false })
      expect(JSON.stringify(all.json)).not.toContain(secretAccessKey)
      expect((await driver.call('GET', '/v1/keys')).status).toBe(403)
    },
  },
  {
    does: "stores a team's templates and addresses",
    run: async ({ driver }) => {
      const template = { manifest: importBy('{{deviceId}}') }
      for (const [path, body] of [
        ['/v1/templates/monthly', template],
        ['/v1/addresses/office', { address: ADDRESS }],
      ] as const) {
        expect((await driver.call('PUT', path, { body })).status).toBe(201)
        expect((await driver.call('GET', path)).status).toBe(200)
        expect((await driver.call('GET', path.replace(/\/\w+$/, ''))).status).toBe(200)
        expect((await driver.call('DELETE', path)).status).toBe(204)
      }
    },
  },
  {
    does: 'makes jobs of a template, and one like another',
    run: async ({ driver, jobs }) => {
      const template = '/v1/templates/weekly'
      const body = { manifest: importBy('{{deviceId}}') }
      expect((await driver.call('PUT', template, { body })).status).toBe(201)
      const made = await driver.call('POST', `${template}/jobs`, { body: { values: { deviceId: 'T1' } } })
      expect([made.status, made.json]).toEqual([201, expect.objectContaining({ deviceId: 'T1', team: 'archive' })])
      expect((await driver.call('DELETE', template)).status).toBe(204)
      const clone = `/v1/jobs/${jobs.get('import')?.jobId}/clone`
      const cloned = await driver.call('POST', clone, { body: { values: { '/deviceId': 'T2' }, submit: true } })
      expect([cloned.status, cloned.json]).toEqual([201, expect.objectContaining({ deviceId: 'T2', team: 'archive' })])
    },
  },
  {
    does: 'keeps a team while devices are on their way, and lets it go where an operator insists',
    run: async ({ driver, world }) => {
      const { headers } = await driver.call('GET', '/v1/teams/newcomers', { as: 'operator' })
      const options = { as: 'operator', headers: { 'if-match': String(headers.get('etag')) } } as const
      const kept = await driver.call('DELETE', '/v1/teams/newcomers', options)
      expect([kept.status, kept.json.code]).toEqual([409, 'TEAM_HAS_JOBS'])
      expect((await driver.call('DELETE', '/v1/teams/newcomers?force=true', options)).status).toBe(204)
      world.api.forgetCallers()
      // Functions that start anew know nothing of what others remember for a minute.
      await Promise.all([...world.lambdas.values()].map(each => each.stop()))
      expect((await driver.call('GET', '/v1/jobs', { as: 'newcomer' })).status).toBe(403)
    },
  },
]
