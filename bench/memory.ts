import type { Bench } from './bench.ts'
import { growth, type ProcessSize, sizeOf } from './process-size.ts'
import { startWaybill, withFolder } from './servers.ts'
import { submitter } from './submit.ts'

const CLIENTS = 16
/** How often the process is looked at. */
const LOOKS = 100

/** Whether `npm start` keeps anything of what it has done. */
export const memory: Bench = {
  measures:
    'The resident set of `npm start` (Waybill and depot in one process) at the end of 50,000 submissions, beside the one after the first tenth.',
  limitedBy: 'the garbage collector, which lets the heap grow before it looks.',
  reason:
    'the growth is outside the JavaScript heap, which a forced collection brings back to 27 MB after 2,500 as after 15,000 submissions; no handle is kept.',
  run: effort =>
    withFolder(async folder => {
      const waybill = await startWaybill(folder)
      const { submit, close } = submitter(waybill.url)
      const sizes: ProcessSize[] = []
      const perLook = Math.ceil(effort.submissions / LOOKS)
      const start = performance.now()
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
        close()
        await waybill.stop()
      }
      const seconds = (performance.now() - start) / 1000
      const { warm, end } = growth(sizes)
      const name = `after ${(perLook * sizes.length).toLocaleString('en')} submissions`
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
        { name: `throughput, ${CLIENTS} clients`, unit: '/s', ours: (perLook * sizes.length) / seconds },
      ]
    }),
}
