import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { createFolderArchive } from '../../../lib/adapters/folder/archive.ts'
import { newId } from '../../../lib/adapters/system/system.ts'
import { itIsAnArchive } from '../../contract/archive.ts'

describe('FolderArchive', () => {
  const folders: string[] = []
  const openFolder = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-archive-'))
    folders.push(folder)
    return folder
  }
  afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true }))))

  itIsAnArchive(async () => createFolderArchive(await openFolder(), newId))

  it('leaves nothing but the object, readable by its owner only', async () => {
    const folder = await openFolder()
    const archive = createFolderArchive(folder, newId)

    await archive.put('signatures/AB123/SIGNATURE', Buffer.from('a'), 'text/plain')
    await archive.put('signatures/AB123/SIGNATURE', Buffer.from('b'), 'text/plain').catch(() => undefined)

    expect(await readdir(join(folder, 'signatures/AB123'))).toEqual(['SIGNATURE'])
    expect((await stat(join(folder, 'signatures/AB123/SIGNATURE'))).mode & 0o777).toBe(0o600)
  })

  it.each([
    '../SIGNATURE',
    'signatures/../../SIGNATURE',
    '/etc/SIGNATURE',
    'a//b',
    '',
    '.',
    'a/.hidden',
    'a\0b',
    'a\\b',
  ])('refuses the name %j, which may lead out of the folder', async name => {
    const archive = createFolderArchive(await openFolder(), newId)

    await expect(archive.put(name, Buffer.from('a'), 'text/plain')).rejects.toThrow('Not a name')
    await expect(archive.get(name)).rejects.toThrow('Not a name')
  })
})
