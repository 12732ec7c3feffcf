import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import type { Notifier } from '../../checks/ports.ts'
import type { RunDiagnostic } from '../../checks/run.ts'
import { AWS_LIMITS, limited } from '../system/aws-limits.ts'

/** SNS refuses a longer subject, and one with line breaks. */
const LONGEST_SUBJECT = 100

/**
 * Delivers through an SNS topic, for e-mail and other subscribers. `team`, `check` and `kind` are message attributes, so a
 * subscriber's filter policy lets through what concerns it.
 */
export const createSnsNotifier = (sns: SNSClient, topicArn: string): Notifier => {
  const publish = async (subject: string, lines: readonly string[], attributes: Readonly<Record<string, string>>) => {
    const oneLine = subject.replace(/[^\x20-\x7e]+/g, ' ')
    await sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: oneLine.length > LONGEST_SUBJECT ? `${oneLine.slice(0, LONGEST_SUBJECT - 3)}...` : oneLine,
        Message: lines.join('\n'),
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
        ),
      }),
    )
  }
  return {
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
  }
}

/** The same with a client of its own. */
export const openSnsNotifier = (topicArn: string): Notifier =>
  createSnsNotifier(limited(new SNSClient(AWS_LIMITS), 'SNS'), topicArn)

const diagnosticLine = ({ severity, code, detail, hint, pointer, line, column }: RunDiagnostic) => {
  const place = line === undefined ? '' : `line ${line}, column ${column} (${pointer}): `
  return `- ${severity} ${code}: ${place}${detail}${hint ? ` ${hint}` : ''}`
}
