import type { CommandRows } from '../command.ts'
import {
  LIST_BELONGINGS_OPTIONS,
  PUT_ADDRESS_OPTIONS,
  PUT_TEMPLATE_OPTIONS,
  RENDER_OPTIONS,
  SHOW_BELONGING_OPTIONS,
} from './options.ts'

const template = { arguments: '<name>', about: { name: "A template of the team's" }, asks: 'waybill' } as const
const address = { arguments: '<name>', about: { name: "An address of the team's" }, asks: 'waybill' } as const

/** What a team need not type again. */
export const BELONGING_COMMANDS = {
  'templates list': {
    summary: "List the team's templates",
    asks: 'waybill',
    isDefault: true,
    options: LIST_BELONGINGS_OPTIONS,
    examples: ['templates', 'templates list --format json'],
    load: async () => (await import('./templates.ts')).listTemplates,
  },
  'templates show': {
    ...template,
    summary: 'Show a template: its placeholders and its manifest',
    options: SHOW_BELONGING_OPTIONS,
    examples: ['templates show monthly'],
    load: async () => (await import('./templates.ts')).showTemplate,
  },
  'templates put': {
    ...template,
    summary: 'Store a manifest with placeholders such as {{deviceId}} as a template',
    arguments: '<name> <manifest>',
    about: { ...template.about, manifest: 'The file of the manifest; - is standard input' },
    options: PUT_TEMPLATE_OPTIONS,
    examples: [
      'templates put monthly monthly.txt',
      "templates put monthly monthly.txt --placeholder bucket=lab-data --pattern 'bucket=lab-[a-z]+'",
    ],
    load: async () => (await import('./templates.ts')).putTemplate,
  },
  'templates delete': {
    ...template,
    summary: 'Delete a template; its jobs stay',
    examples: ['templates delete monthly'],
    load: async () => (await import('./templates.ts')).deleteTemplate,
  },
  'templates render': {
    ...template,
    summary: 'Print the manifest that a template makes of values, once Waybill has checked it; no job is made',
    options: RENDER_OPTIONS,
    examples: ['templates render monthly --value deviceId=DISK-1'],
    load: async () => (await import('./render.ts')).renderTemplate,
  },
  'addresses list': {
    summary: "List the team's address book",
    asks: 'waybill',
    isDefault: true,
    options: LIST_BELONGINGS_OPTIONS,
    examples: ['addresses', 'addresses list --format csv'],
    load: async () => (await import('./addresses.ts')).listAddresses,
  },
  'addresses show': {
    ...address,
    summary: 'Show an address',
    options: SHOW_BELONGING_OPTIONS,
    examples: ['addresses show office'],
    load: async () => (await import('./addresses.ts')).showAddress,
  },
  'addresses put': {
    ...address,
    summary: 'Store an address, for return addresses and senders of labels',
    options: PUT_ADDRESS_OPTIONS,
    examples: [
      'addresses put office --file office.json',
      'addresses put office --value company=AnyCompany --value city=Anytown --value country=USA',
    ],
    load: async () => (await import('./addresses.ts')).putAddress,
  },
  'addresses delete': {
    ...address,
    summary: 'Delete an address',
    examples: ['addresses delete office'],
    load: async () => (await import('./addresses.ts')).deleteAddress,
  },
} as const satisfies CommandRows
