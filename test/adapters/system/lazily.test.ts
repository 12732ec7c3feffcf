import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { createFolderArchive } from '../../../lib/adapters/folder/archive.ts'
import { lazily } from '../../../lib/adapters/system/lazily.ts'
import { newId } from '../../../lib/adapters/system/system.ts'
import type { Archive, ArchiveRemoval } from '../../../lib/jobs/ports.ts'
import { itIsAnArchive } from '../../contract/archive.ts'

const METHODS = { put: true, get: true, removeUnder: true } as const

describe('an adapter that is opened lazily', () => {
  const folders: string[] = []
  const openFolder = async (): Promise<Archive & ArchiveRemoval> => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-archive-'))
    folders.push(folder)
    return createFolderArchive(folder, newId)
  }
  afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true }))))

  itIsAnArchive(async () => lazily(METHODS, openFolder))

  it('is opened once, and not before it is needed', async () => {
    let openings = 0
    const archive = lazily(METHODS, () => {
      openings += 1
      return openFolder()
    })
    expect(openings).toBe(0)

    await Promise.all([archive.get('a/b'), archive.put('a/b', Buffer.from('1'), 'text/plain')])

    expect(openings).toBe(1)
  })
})
