import type { components, WaybillClient } from '../../client/client.ts'
import { allPages } from '../../client/pages.ts'
import { decodeManifest } from '../../manifest/text/decode.ts'
import { answered, waybillClient } from '../api/ask.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'
import { readInput } from '../input.ts'
import type { OneOptions } from '../jobs/options.ts'
import { namedValues } from '../named-values.ts'
import { type Column, printOne, printRows } from '../output/rows.ts'
import { etagOf } from './etag.ts'
import type { ListBelongingsOptions, PutTemplateOptions, ShowBelongingOptions } from './options.ts'

type Template = components['schemas']['Template']
type Placeholder = Template['placeholders'][number]

export const listTemplates: Command<ListBelongingsOptions> = {
  run: async ({ options: { team, format }, io, target }) => {
    const client = await waybillClient(target, io)
    const all = await allPages(
      page => answered(client.GET('/v1/templates', { params: { query: { ...page, ...(team && { team }) } } })),
      ({ templates }) => templates,
    )
    io.stdout.write(await printRows(all, { format, columns: COLUMNS, none: 'No templates.' }))
    return EXIT_CODES.done
  },
}

export const showTemplate: Command<ShowBelongingOptions> = {
  run: async ({ args: [name = ''], options: { team, format }, io, target }) => {
    const client = await waybillClient(target, io)
    io.stdout.write(printTemplate(await templateNamed(client, name, team), format))
    return EXIT_CODES.done
  },
}

/** Stores a template, in the place of the one that was there when the command began. */
export const putTemplate: Command<PutTemplateOptions> = {
  run: async ({ args: [name = '', file = ''], options, io, target }) => {
    const { placeholder, pattern, 'job-type': jobType, format } = options
    const { text: manifest, diagnostics } = decodeManifest(await readInput(file, io))
    const [notText] = diagnostics.filter(({ severity }) => severity === 'error')
    if (notText) throw new UsageError(`${file}: ${notText.detail}`)
    const placeholders = placeholdersOf(placeholder, namedValues('pattern', pattern))
    const client = await waybillClient(target, io)
    const etag = await etagOf(client.GET('/v1/templates/{name}', { params: { path: { name } } }))
    const params = { path: { name }, ...(etag !== undefined && { header: { 'If-Match': etag } }) }
    const body = { manifest, placeholders, ...(jobType && { jobType }) }
    const put = await answered(client.PUT('/v1/templates/{name}', { params, body }))
    io.stdout.write(printTemplate(put, format))
    return EXIT_CODES.done
  },
}

export const deleteTemplate: Command<OneOptions> = {
  run: async ({ args: [name = ''], io, target }) => {
    const client = await waybillClient(target, io)
    await answered(client.DELETE('/v1/templates/{name}', { params: { path: { name } } }))
    return EXIT_CODES.done
  },
}

/** @throws CommandError where the team has none of that name */
export const templateNamed = (client: WaybillClient, name: string, team?: string): Promise<Template> =>
  answered(client.GET('/v1/templates/{name}', { params: { path: { name }, ...(team && { query: { team } }) } }))

/** A pattern alone declares its placeholder too. */
const placeholdersOf = (declared: readonly string[], patterns: Readonly<Record<string, string>>): Placeholder[] => {
  const withDefault = declared.filter(text => text.includes('='))
  const defaults = namedValues('placeholder', withDefault)
  const plain = declared.filter(text => !text.includes('='))
  const names = new Set([...plain, ...Object.keys(defaults), ...Object.keys(patterns)])
  return [...names].map(name => ({
    name,
    ...(patterns[name] !== undefined && { pattern: patterns[name] }),
    ...(defaults[name] !== undefined && { default: defaults[name] }),
  }))
}

const placeholderText = ({ name, pattern, default: byDefault }: Placeholder) =>
  [
    name,
    ...(byDefault === undefined ? [] : [`by default ${JSON.stringify(byDefault)}`]),
    ...(pattern === undefined ? [] : [`must match ${pattern}`]),
  ].join(', ')

const COLUMNS: readonly Column<Template>[] = [
  { title: 'template', of: ({ name }) => name },
  { title: 'placeholders', of: ({ placeholders }) => placeholders.map(({ name }) => name).join(', ') },
  { title: 'changed', of: ({ updatedAt }) => updatedAt },
  { title: 'by', of: ({ updatedBy }) => updatedBy },
]

const printTemplate = (template: Template, format: 'table' | 'json') =>
  printOne(template, {
    format,
    fields: [
      ['template', template.name],
      ['job type', template.jobType],
      ['placeholders', template.placeholders.map(placeholderText).join('\n')],
      ['manifest', template.manifest],
      ['changed', `${template.updatedAt} by ${template.updatedBy}`],
    ],
  })
