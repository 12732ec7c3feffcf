import type { Warning } from '../job.ts'

/** The carriers whose numbers are checked, by their names in `ts-tracking-number`. */
const CARRIERS = {
  amazon: { name: 'Amazon', alsoCalled: ['amazonlogistics'] },
  dhl: { name: 'DHL', alsoCalled: ['dhlexpress', 'dhlecommerce'] },
  fedex: { name: 'FedEx', alsoCalled: ['federalexpress', 'fedexground', 'fedexexpress'] },
  ontrac: { name: 'OnTrac', alsoCalled: [] },
  ups: { name: 'UPS', alsoCalled: ['unitedparcelservice', 'upsground'] },
  usps: { name: 'USPS', alsoCalled: ['unitedstatespostalservice', 'uspostalservice', 'usmail'] },
} as const

type Carrier = keyof typeof CARRIERS
const KEYS = Object.keys(CARRIERS) as Carrier[] // the keys of a record are its type

export interface CheckedNumber {
  /** The carrier's own name, if Waybill knows the carrier; otherwise the given name. */
  readonly carrier: string
  readonly trackingUrl?: string
  readonly warnings: readonly Warning[]
}

/** Checks a carrier and a tracking number. An unknown carrier or number is only a warning, since both may be right. */
export const checkNumber = async (given: string, number: string | undefined): Promise<CheckedNumber> => {
  const carrier = carrierOf(given)
  if (carrier === undefined) {
    const names = KEYS.map(key => CARRIERS[key].name).join(', ')
    return {
      carrier: given,
      warnings: [
        warning(
          'CARRIER_UNKNOWN',
          `Waybill does not know the carrier ${JSON.stringify(given)}, so its tracking number is not checked. It knows ${names}.`,
          '/carrier',
        ),
      ],
    }
  }
  const { name } = CARRIERS[carrier]
  if (number === undefined) return { carrier: name, warnings: [] }
  // Loaded late: only shipments need this code.
  const { default: tracking } = await import('ts-tracking-number')
  const found = tracking.getTracking(number, [tracking[carrier]])
  // The carrier's page shows any number that the carrier knows.
  const pages = tracking[carrier].tracking_numbers.flatMap(one => ('tracking_url' in one ? [one.tracking_url] : []))
  const page = found?.trackingUrl ?? pages.find(url => typeof url === 'string')
  const other = found ? undefined : tracking.getTracking(number)?.courier.name
  const hint = other === undefined ? 'Compare it with the receipt.' : `It is one of ${other}.`
  return {
    carrier: name,
    ...(page && { trackingUrl: page.replace('%s', encodeURIComponent(number)) }),
    warnings: found
      ? []
      : [
          warning(
            'TRACKING_NUMBER_INVALID',
            `${JSON.stringify(number)} does not look like a tracking number of ${name}: its form or its check digit is incorrect. ${hint}`,
            '/trackingNumber',
          ),
        ],
  }
}

const carrierOf = (given: string): Carrier | undefined => {
  const plain = given.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return KEYS.find(key => {
    const names: readonly string[] = [key, ...CARRIERS[key].alsoCalled]
    return names.includes(plain)
  })
}

const warning = (code: string, detail: string, pointer: string): Warning => ({ code, detail, pointer })
