import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RouteName } from '../../api/ask-me.ts'
import { api, ENDPOINT } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { asCli, asCurl, type Command } from '../../commands/command.ts'
import { EVERY_COMMAND } from '../../commands/every-command.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { proofHere } from '../../sign-in/session.ts'

/** Of OpenAPI 3.1, what this page shows. */
interface Document {
  readonly info: { readonly title: string; readonly description: string }
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>
  /** What several operations have in common, by its kind and its name. */
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** Such as `#/components/responses/Caller401`. */
interface Pointer {
  readonly $ref: string
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly description?: string
}

interface Answer {
  readonly description: string
}

interface RequestBody {
  readonly content: Readonly<Record<string, unknown>>
}

interface Operation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: RequestBody
  readonly responses: Readonly<Record<string, Answer>>
}

/** An operation as the document has it: a part may stand elsewhere. */
interface WrittenOperation extends Pick<Operation, 'operationId' | 'tags' | 'summary'> {
  readonly parameters?: readonly (Parameter | Pointer)[]
  readonly requestBody?: RequestBody | Pointer
  readonly responses: Readonly<Record<string, Answer | Pointer>>
}

interface Route extends Operation {
  readonly method: string
  readonly path: string
}

const routesOf = ({ paths, components }: Document): readonly Route[] => {
  const resolved = <T,>(part: T | Pointer): T => {
    const isPointer = typeof part === 'object' && part !== null && '$ref' in part
    if (!isPointer) return part
    const [kind = '', name = ''] = part.$ref.replace('#/components/', '').split('/')
    // The API's tests hold that each pointer leads to a part of its kind.
    return components[kind]?.[name] as T
  }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody, responses, ...operation }]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
      parameters: parameters.map(parameter => resolved<Parameter>(parameter)),
      ...(requestBody && { requestBody: resolved<RequestBody>(requestBody) }),
      responses: Object.fromEntries(
        Object.entries(responses).map(([status, answer]) => [status, resolved<Answer>(answer)]),
      ),
    })),
  )
}

/** The HTTP API as its own document describes it. */
export const ApiScreen = () => {
  const { t } = useI18n()
  const [filter, setFilter] = useState('')
  const { data, error, refetch } = useQuery({
    queryKey: ['openapi'],
    // Its form is held where the answer is read (`DOCUMENT` in build/answer-shapes.ts).
    queryFn: async () => (await answered(api.GET('/v1/openapi.json'))) as unknown as Document,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const wanted = filter.toLowerCase()
  const routes = data
    ? routesOf(data).filter(({ method, path, summary }) =>
        `${method} ${path} ${summary}`.toLowerCase().includes(wanted),
      )
    : []
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={data?.info.description ?? ''}
        actions={
          <Link external href={`${ENDPOINT}/v1/openapi.json`}>
            openapi.json
          </Link>
        }
      >
        {t('api.title')}
      </Header>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data && (
        <TextFilter
          filteringText={filter}
          filteringPlaceholder={t('api.find')}
          filteringAriaLabel={t('api.find')}
          countText={t('api.count', { count: routes.length })}
          onChange={({ detail }) => setFilter(detail.filteringText)}
        />
      )}
      {data?.tags.map(({ name, description }) => {
        const ofTag = routes.filter(({ tags }) => tags.includes(name))
        if (ofTag.length === 0) return null
        return (
          <Container
            key={name}
            header={
              <Header variant="h2" description={description}>
                {name}
              </Header>
            }
          >
            {ofTag.map(route => (
              <RouteHelp key={route.operationId} route={route} />
            ))}
          </Container>
        )
      })}
    </SpaceBetween>
  )
}

const RouteHelp = ({ route }: { readonly route: Route }) => {
  const { t } = useI18n()
  const { method, path, summary, parameters = [], requestBody, responses } = route
  const types = Object.keys(requestBody?.content ?? {})
  const command: Command = {
    title: 'api.title',
    // The document has the routes that the client was made from.
    route: `${method} ${path}` as RouteName,
    path,
    ...(types[0] && { headers: { 'Content-Type': types[0] }, bodyFile: 'FILE' }),
  }
  const lines = new Set(
    EVERY_COMMAND.filter(({ route: of, cli }) => of === command.route && cli).map(one => asCli(ENDPOINT, one)),
  )
  return (
    <ExpandableSection
      headingTagOverride="h3"
      headerText={
        <span className="break">
          <Badge color={method === 'GET' ? 'blue' : 'grey'}>{method}</Badge> {path}
        </span>
      }
      headerDescription={summary}
    >
      <SpaceBetween size="s">
        <Copy shown text={asCurl(ENDPOINT, command, proofHere())} label={t('copy.curl')} />
        {[...lines].map(line => (
          <Copy key={line} shown text={line} label={t('copy.cli')} />
        ))}
        {parameters.length > 0 && (
          <div>
            <Box variant="h4">{t('api.parameters')}</Box>
            <ul>
              {parameters.map(({ name, in: place, description }) => (
                <li key={`${place} ${name}`}>
                  <code>{name}</code> ({place}){description === undefined ? '' : `: ${description}`}
                </li>
              ))}
            </ul>
          </div>
        )}
        {types.length > 0 && (
          <span>
            {t('api.body')}: {types.join(', ')}
          </span>
        )}
        <div>
          <Box variant="h4">{t('api.answers')}</Box>
          <ul>
            {Object.entries(responses).map(([status, { description }]) => (
              <li key={status}>
                <code>{status}</code>{' '}
                {description.split('\n\n').map(part => (
                  <div key={part}>{part.replaceAll('`', '')}</div>
                ))}
              </li>
            ))}
          </ul>
        </div>
      </SpaceBetween>
    </ExpandableSection>
  )
}
