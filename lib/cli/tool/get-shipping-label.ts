import type { SenderAddress } from '../../jobs/service.ts'
import { countryOf } from '../../manifest/fields/countries.ts'
import type { Io } from '../command.ts'
import { CommandError, UsageError } from '../command-error.ts'
import { asJson as json } from '../output/rows.ts'
import type { LabelOptions } from './options.ts'
import { toolCommand } from './tool-command.ts'

interface Question {
  readonly field: keyof SenderAddress
  readonly flag: keyof LabelOptions
  readonly words: string
  readonly need: 'Required' | 'Optional' | 'Required in US and Canada'
}

/** In the tool's order and words (guide: "Filling Out Your Shipping Label"). */
const QUESTIONS: readonly Question[] = [
  { field: 'name', flag: 'name', words: 'name', need: 'Required' },
  { field: 'company', flag: 'company', words: 'company', need: 'Required' },
  { field: 'street1', flag: 'street1', words: 'street1', need: 'Required' },
  { field: 'street2', flag: 'street2', words: 'street2', need: 'Optional' },
  { field: 'street3', flag: 'street3', words: 'street3', need: 'Optional' },
  { field: 'city', flag: 'city', words: 'city', need: 'Required' },
  {
    field: 'stateOrProvince',
    flag: 'state-or-province',
    words: 'state or province',
    need: 'Required in US and Canada',
  },
  { field: 'country', flag: 'country', words: 'country', need: 'Required' },
  { field: 'postalCode', flag: 'postal-code', words: 'postal code', need: 'Required' },
  { field: 'phoneNumber', flag: 'phone-number', words: 'phone number', need: 'Required' },
]
const JOB_IDS = 'Please enter the job ids each separated by comma:'

/** The edition of the tool whose dialogue this is. */
const TOOL_VERSION = '2012-01-14'

/** Makes a shipping label. Asks as the tool did; with flags it asks nothing. */
export const getShippingLabel = toolCommand<LabelOptions>({
  changes: true,
  run: async run => {
    const { io, options, asJson, ask } = run
    const { format: _format, ...given } = options
    const isAsked = Object.values(given).every(value => value === undefined)
    const { jobIds, sender } = isAsked ? await dialogue(io) : fromOptions(options)

    const { url, warning } = await ask((service, call) => service.getShippingLabel({ jobIds, sender }, call))
    if (warning !== undefined) io.stderr.write(`Warning: ${warning}\n`)
    io.stdout.write(asJson ? json({ jobIds, url, warning }) : `A prepaid shipping label has been uploaded to ${url}\n`)
    return 0
  },
})

interface LabelRequest {
  readonly jobIds: readonly string[]
  readonly sender: SenderAddress
}

const fromOptions = (options: LabelOptions): LabelRequest => {
  const text = (flag: keyof LabelOptions) => (options[flag] ?? '').trim()
  const jobIds = listOf(text('job-ids'))
  const answers = new Map(QUESTIONS.map(({ field, flag }) => [field, text(flag)]))
  const missing = QUESTIONS.filter(question => answers.get(question.field) === '' && isNeeded(question, answers))
  const lacking = [...(jobIds.length === 0 ? ['job-ids'] : []), ...missing.map(({ flag }) => flag)]
  if (lacking.length > 0) throw new UsageError(`Also needed: ${lacking.map(flag => `--${flag}`).join(', ')}.`)
  return { jobIds, sender: senderOf(answers) }
}

const dialogue = async ({ stdin, stdout, stderr }: Io): Promise<LabelRequest> => {
  // Questions are not output: a script that reads the label's address should not have to separate them.
  const prompt = stdout.isTerminal ? stdout : stderr
  const lines = linesOf(stdin)
  const answerTo = async (question: string): Promise<string> => {
    prompt.write(`${question} `)
    const { value, done } = await lines.next()
    if (done) throw new CommandError('The input ended before all was answered; nothing was sent.')
    return value.trim()
  }
  const untilAnswered = async (question: string) => {
    for (;;) {
      const answer = await answerTo(question)
      if (answer !== '') return answer
    }
  }
  try {
    prompt.write(`Version: ${TOOL_VERSION}\n`)
    const jobIds = listOf(await untilAnswered(JOB_IDS))
    prompt.write('---Please specify your address---\n')
    const answers = new Map<keyof SenderAddress, string>()
    for (const question of QUESTIONS) {
      const { field, words, need } = question
      const text = `Enter ${words} (${need}):`
      answers.set(field, await (need === 'Required' ? untilAnswered(text) : answerTo(text)))
    }
    // Whether the state is needed is known once the country is.
    for (const question of QUESTIONS.filter(({ field }) => answers.get(field) === '')) {
      if (isNeeded(question, answers)) answers.set(question.field, await untilAnswered(`Enter ${question.words}:`))
    }
    return { jobIds, sender: senderOf(answers) }
  } finally {
    await lines.return(undefined)
  }
}

type Answers = ReadonlyMap<keyof SenderAddress, string>

const isNeeded = ({ need }: Question, answers: Answers): boolean => {
  const code = countryOf(answers.get('country') ?? '')?.code
  return need === 'Required' || (need === 'Required in US and Canada' && (code === 'US' || code === 'CA'))
}

const senderOf = (answers: Answers): SenderAddress =>
  Object.fromEntries([...answers].filter(([, answer]) => answer !== ''))

const listOf = (text: string) =>
  text
    .split(',')
    .map(jobId => jobId.trim())
    .filter(jobId => jobId !== '')

async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of input) {
    const [last = '', ...complete] = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/).reverse()
    yield* complete.reverse()
    rest = last
  }
  if (rest !== '') yield rest
}
