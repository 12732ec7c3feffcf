import type { WaybillClient } from '../../client/client.ts'
import { fillInDefaults } from '../../manifest/assist/fill-in.ts'
import type { OptionTexts } from '../../manifest/assist/option-texts.ts'
import type { FileReading } from '../../manifest/assist/read-bytes.ts'
import { type ReadOptions, readManifest } from '../../manifest/read.ts'
import { answered } from '../api/ask.ts'
import { CommandError } from '../command-error.ts'

/**
 * Readings of manifests that lack something, read again with what Waybill will fill in: the team's defaults, and the return
 * address that is named. Where Waybill cannot be asked, they stay as they are.
 */
export const readWithDefaults = async <R extends FileReading>(
  client: WaybillClient,
  readings: readonly R[],
  { returnAddress, ...options }: ReadOptions & { readonly returnAddress: string | undefined },
): Promise<readonly R[]> => {
  if (readings.every(({ valid }) => valid)) return readings
  const defaults = await defaultsOf(client, returnAddress)
  return readings.map(reading => {
    if (reading.valid || !reading.isText) return reading
    const { text } = fillInDefaults(reading.text, defaults)
    if (text === reading.text) return reading
    const whole = readManifest(text, options)
    // What is sent stays as it is; what is shown has the lines that its faults are in.
    return { ...reading, ...whole, ...(!whole.valid && { text }) }
  })
}

const defaultsOf = async (client: WaybillClient, named: string | undefined): Promise<OptionTexts> => {
  try {
    const { team } = await answered(client.GET('/v1/me'))
    const { returnAddress: byDefault, ...plain } = team?.defaults ?? {}
    const wanted = named ?? byDefault
    const address =
      typeof wanted === 'string'
        ? (await answered(client.GET('/v1/addresses/{name}', { params: { path: { name: wanted } } }))).address
        : wanted
    const set = Object.entries({ ...plain, returnAddress: address })
    return Object.fromEntries(set.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
  } catch (error) {
    if (error instanceof CommandError) return {}
    throw error
  }
}
