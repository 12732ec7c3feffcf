import type { Notifier } from '../../checks/ports.ts'
import type { RunDiagnostic } from '../../checks/run.ts'
import { openSnsTopic, type PublishText } from './sns-topic.ts'

/**
 * Delivers through an SNS topic, for e-mail and other subscribers. `team`, `check` and `kind` are message attributes, so a
 * subscriber's filter policy lets through what concerns it.
 */
export const createSnsNotifier = (publish: PublishText): Notifier => ({
  notify: async (notice, { email }) => {
    if (!email) return
    const { summary, team, check, kind, at, diagnostics, jobId, id } = notice
    const about = [`team:  ${team}`, `check: ${check}`, ...(jobId ? [`job:   ${jobId}`] : []), `time:  ${at}`]
    const lines = [summary, '', ...diagnostics.map(diagnosticLine), '', ...about, `id:    ${id}`]
    await publish(`Waybill: ${summary}`, lines, { team, check, kind })
  },
  digest: async ({ summary, team, checks }) => {
    const lines = checks.map(({ check, outcome, at, faults }) =>
      [outcome.padEnd(9), check, at ?? '', faults.join(', ')].join('  ').trimEnd(),
    )
    await publish(`Waybill: ${summary}`, [summary, '', ...lines], { team, kind: 'digest' })
  },
})

/** The same with a client of its own. */
export const openSnsNotifier = (topicArn: string): Notifier => createSnsNotifier(openSnsTopic(topicArn))

const diagnosticLine = ({ severity, code, detail, hint, pointer, line, column }: RunDiagnostic) => {
  const place = line === undefined ? '' : `line ${line}, column ${column} (${pointer}): `
  return `- ${severity} ${code}: ${place}${detail}${hint ? ` ${hint}` : ''}`
}
