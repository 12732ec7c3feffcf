/**
 * Kills Waybill with SIGKILL, fifty times or as many as the first argument says, under sixteen clients, and counts.
 *
 *     node bench/kill.ts [ROUNDS]
 */
import { killRounds } from '../test/support/kill-rounds.ts'

const report = await killRounds(Number(process.argv[2] ?? 50), Math.random)
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
const { lost, doubled, withoutSignature, open } = report
process.exitCode = lost.length + doubled.length + withoutSignature.length + open === 0 ? 0 : 1
