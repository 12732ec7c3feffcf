import { checks } from './checks.ts'
import { errorForms } from './error-forms.ts'
import { reachable } from './reachable.ts'
import type { DoStep, Scene, Smoke, StepResult } from './smoke.ts'
import { submission } from './submission.ts'
import { validation } from './validation.ts'

const SCENES: readonly Scene[] = [reachable, errorForms, validation, submission, checks]

/**
 * Acts once like a caller, and reports every step. A failed step ends its own scene; the other scenes continue.
 *
 * @param report gets each step when it ends
 */
export const runSmoke = async (
  smoke: Smoke,
  report: (result: StepResult) => void = () => undefined,
): Promise<readonly StepResult[]> => {
  const results: StepResult[] = []
  const step: DoStep = async (name, act) => {
    const begun = smoke.clock().getTime()
    const end = (failure?: string) => {
      const result = { name, durationMs: smoke.clock().getTime() - begun, ...(failure !== undefined && { failure }) }
      results.push(result)
      report(result)
    }
    try {
      const value = await act()
      end()
      return value
    } catch (error) {
      end(error instanceof Error ? error.message : String(error))
      throw new StepFailed(name)
    }
  }
  for (const scene of SCENES) {
    await scene(smoke, step).catch((error: unknown) => {
      if (!(error instanceof StepFailed)) throw error
    })
  }
  return results
}

/** Ends a scene whose step has been reported as failed. */
class StepFailed extends Error {
  override readonly name = 'StepFailed'
}
