import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { fillStore, flipBits } from '../../support/bit-flips.ts'
import { sqliteFolders } from '../../support/sqlite.ts'

const { folder, open } = sqliteFolders()
const JOBS = 12

/** So many bits of a file, all over it. `bench/damage.ts` tries more. */
const PER_FILE = Number(process.env.WAYBILL_TEST_FLIPS ?? 25)

/** Spread evenly, and each at another bit of its byte. */
const positions = (bytes: number) =>
  Array.from(
    { length: Math.min(PER_FILE, bytes * 8) },
    (_, index) => Math.floor((index * bytes * 8) / PER_FILE) + (index % 8),
  )

it.each(['killed', 'stopped'])('a bit that flips in a store that was %s is noticed, or changes nothing', async how => {
  const path = folder()
  const database = open(path)
  await fillStore(database, JOBS)
  const left = join(folder(), 'left')
  if (how === 'stopped') await database.close()
  cpSync(path, left, { recursive: true })

  const report = await flipBits(left, { jobs: JOBS, scratch: join(folder(), 'scratch'), positions })

  expect(report.altered).toEqual([])
  expect(report.refused).toBeGreaterThan(0)
  expect(report.tried).toBe(report.refused + report.named + report.harmless)
})
