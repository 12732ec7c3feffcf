/**
 * Cuts the power at fifty random moments, or as many as the first argument says, under four clients, and counts.
 *
 *     node bench/power-cuts.ts [CUTS]
 */
import { powerCuts } from '../test/support/power-cuts.ts'

const report = await powerCuts(Number(process.argv[2] ?? 50), Math.random)
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
const { lost, doubled, refused } = report
process.exitCode = lost.length + doubled.length + refused.length === 0 ? 0 : 1
