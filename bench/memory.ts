import { join } from 'node:path'
import { DATABASE_FILE } from '../lib/adapters/sqlite/check-store-files.ts'
import type { Bench } from './bench.ts'
import { diskBytes } from './folder-size.ts'
import { growth, type ProcessSize, sizeOf } from './process-size.ts'
import { startWaybill, withFolder } from './servers.ts'
import { submitter } from './submit.ts'

const CLIENTS = 16
/** How often the process is looked at. */
const LOOKS = 100

/** Whether `npm start` keeps anything in memory of what it has done, and how much on the disk. */
export const memory: Bench = {
  measures:
    'The resident set of `npm start` (Waybill and depot in one process) at the end of 50,000 submissions, beside the one after the first tenth; and what its stopped data folder takes of the disk. The database holds the job, its submission, its history, what lists find it by, and the job of the depot; the archive a folder and a file, each of a block of the disk, for 100 bytes of SIGNATURE.',
  limitedBy: 'the garbage collector, which lets the heap grow before it looks.',
  reason:
    'until some 10,000 submissions the heap and the cache of the database (16 MB) fill; behind that nothing grows, and a forced collection brings the heap back to the same size each time. Handles are counted at work: files and connections that are open at that moment.',
  run: effort =>
    withFolder(async folder => {
      const waybill = await startWaybill(folder)
      const { submit, close } = submitter(waybill.url)
      const sizes: ProcessSize[] = []
      const perLook = Math.ceil(effort.submissions / LOOKS)
      const start = performance.now()
      let seconds = 0
      try {
        for (let done = 0; done < effort.submissions; done += perLook) {
          let left = perLook
          const client = async () => {
            while (left-- > 0) await submit()
          }
          await Promise.all(Array.from({ length: CLIENTS }, client))
          sizes.push(await sizeOf(waybill.pid))
        }
      } finally {
        seconds = (performance.now() - start) / 1000
        close()
        await waybill.stop()
      }
      const submissions = perLook * sizes.length
      const kbEach = (bytes: number) => bytes / 1024 / submissions
      const { warm, end } = growth(sizes)
      const name = `after ${submissions.toLocaleString('en')} submissions`
      const targets = [{ of: 'peer', most: 1.1 }] as const
      return [
        {
          name: `resident, ${name}`,
          unit: 'MB',
          ours: end.residentMb,
          peer: { name: 'after a tenth', value: warm.residentMb },
          targets,
        },
        {
          name: `private, ${name}`,
          unit: 'MB',
          ours: end.privateMb,
          peer: { name: 'after a tenth', value: warm.privateMb },
        },
        {
          name: `handles, ${name}`,
          unit: '',
          ours: end.handles,
          peer: { name: 'after a tenth', value: warm.handles },
          targets,
        },
        { name: 'data folder, each job', unit: 'KB', ours: kbEach(await diskBytes(folder)) },
        { name: 'database, each job', unit: 'KB', ours: kbEach(await diskBytes(join(folder, DATABASE_FILE))) },
        { name: 'archive, each job', unit: 'KB', ours: kbEach(await diskBytes(join(folder, 'archive'))) },
        { name: `throughput, ${CLIENTS} clients`, unit: '/s', ours: submissions / seconds },
      ]
    }),
}
