import { expect, it } from '@jest/globals'
import { purgeRepeatedly } from '../../lib/local/retain.ts'
import { created } from '../support/records.ts'
import { submissionWorld } from '../support/submission-world.ts'

const world = () => {
  const { deps, errors, jobs } = submissionWorld()
  return { jobs, errors, deps: { ...deps, archive: { removeUnder: async () => undefined } } }
}

it('purges at the start what is old enough and over', async () => {
  const { jobs, deps } = world()
  await jobs.save(created({ state: 'cancelled', createdAt: '2026-10-01T00:00:00.000Z' }))

  await purgeRepeatedly(deps, 30).stop()

  expect(await jobs.job('AB123')).toMatchObject({ manifest: '', purgedAt: expect.any(String) })
})

it('goes on where the store fails, and logs it', async () => {
  const { errors, deps } = world()
  const lists = { list: () => Promise.reject(new Error('the store is down')) }

  await purgeRepeatedly({ ...deps, lists }, 30).stop()

  expect(errors).toEqual(['could not purge old jobs'])
})
