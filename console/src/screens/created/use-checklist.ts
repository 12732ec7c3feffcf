import { useState } from 'react'
import { browserStorage } from '../../parts/storage.ts'

export type StepName = 'signature' | 'barcode' | 'label' | 'address' | 'shipped'

/** Which steps of a job someone has ticked off in this browser. */
export const useChecklist = (jobId: string) => {
  const stored = `waybill.checklist.${jobId}`
  const [done, setDone] = useState<readonly string[]>(() =>
    (browserStorage.read(stored) ?? '').split(' ').filter(Boolean),
  )
  return {
    isDone: (step: StepName) => done.includes(step),
    set: (step: StepName, isDone: boolean) => {
      const changed = [...done.filter(one => one !== step), ...(isDone ? [step] : [])]
      browserStorage.store(stored, changed.join(' '))
      setDone(changed)
    },
  }
}
