import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FileUpload from '@cloudscape-design/components/file-upload'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import Textarea from '@cloudscape-design/components/textarea'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfTemplate } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { goTo, linkTo } from '../../route.ts'
import { type DeviceRow, headLine, readDevices } from './devices-table.ts'
import { ResultText } from './result-text.tsx'

type Template = components['schemas']['Template']
type Results = components['schemas']['BatchResults']

/** As many as the API takes at once. */
const MOST = 50

/** One template, many disks: a table of devices, and one job of each line. */
export const FromTemplate = ({ name }: { readonly name: string }) => {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery({
    queryKey: ['template', name],
    queryFn: () => answered(api.GET('/v1/templates/{name}', { params: { path: { name } } })),
  })
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t('template.about')}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <CopyAs commands={commandsOfTemplate(name)} />
            <Button onClick={() => goTo(linkTo(['new']))}>{t('template.leave')}</Button>
          </SpaceBetween>
        }
      >
        {t('template.title', { name })}
      </Header>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data && <Devices key={data.name} template={data} />}
    </SpaceBetween>
  )
}

/** What a table for the template may name: the device, and what is declared; `date` fills itself in. */
const columnsOf = ({ placeholders, manifest }: Template): readonly string[] => {
  const names = placeholders.map(placeholder => placeholder.name)
  return [...(/\{\{\s*deviceId\s*\}\}/.test(manifest) ? ['deviceId'] : []), ...names]
}

const Devices = ({ template }: { readonly template: Template }) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const { name } = template
  const [csv, setCsv] = useState(() => headLine(columnsOf(template)))
  const table = useQuery({ queryKey: ['devices-table', csv], queryFn: () => readDevices(csv) })
  const { columns = [], rows = [], uneven = [] } = table.data ?? {}
  const send = useMutation({
    mutationFn: async ({ devices, validateOnly }: { devices: readonly DeviceRow[]; validateOnly: boolean }) => {
      const body = { devices: devices.map(row => ({ ...row })), validateOnly }
      const asked = api.POST('/v1/templates/{name}/jobs', { params: { path: { name } }, body })
      // Of devices there is one result each.
      return (await answered(asked)) as Results
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['jobs'] }),
  })
  // What was answered belongs to the lines that were sent.
  const results = send.variables?.devices === rows ? send.data?.items : undefined
  const made = results?.filter(({ job }) => job !== undefined).length ?? 0
  const isReady = rows.length > 0 && rows.length <= MOST && uneven.length === 0
  // A second click comes before the page has shown that the first one counts.
  const isBusy = useRef(false)
  const begin = (validateOnly: boolean) => {
    if (!isReady || isBusy.current) return
    isBusy.current = true
    send.mutate(
      { devices: rows, validateOnly },
      {
        onSettled: () => {
          isBusy.current = false
        },
      },
    )
  }
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{t('template.devices')}</Header>}>
        <SpaceBetween size="m">
          <FormField label={t('template.table')} description={t('template.tableAbout')}>
            <Textarea
              value={csv}
              rows={8}
              spellcheck={false}
              disabled={send.isPending}
              onChange={({ detail }) => setCsv(detail.value)}
            />
          </FormField>
          <FileUpload
            accept=".csv,text/csv"
            value={[]}
            onChange={({ detail: { value } }) => void value[0]?.text().then(setCsv)}
            i18nStrings={{
              uploadButtonText: () => t('template.open'),
              dropzoneText: () => t('verify.drop'),
              removeFileAriaLabel: () => t('verify.remove'),
              limitShowFewer: t('state.less'),
              limitShowMore: t('state.more'),
            }}
          />
          <ExpandableSection headerText={t('job.manifest')}>
            <pre className="verbatim">{template.manifest}</pre>
          </ExpandableSection>
        </SpaceBetween>
      </Container>
      {uneven.length > 0 && <Alert type="error">{t('template.uneven', { lines: uneven.join(', ') })}</Alert>}
      {rows.length > MOST && <Alert type="error">{t('batch.tooMany', { count: MOST })}</Alert>}
      <div aria-live="polite">
        {send.error && <ProblemAlert error={send.error} onRetry={() => begin(send.variables?.validateOnly ?? true)} />}
        {made > 0 && <Alert type="success">{t('batch.made', { count: made })}</Alert>}
      </div>
      <Table<{ readonly index: number; readonly row: DeviceRow }>
        variant="container"
        wrapLines
        items={rows.map((row, index) => ({ index, row }))}
        trackBy={({ index }) => String(index)}
        empty={<Box textAlign="center">{t('template.noDevices')}</Box>}
        header={
          <Header
            variant="h2"
            counter={`(${rows.length})`}
            description={t('template.same')}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  disabled={!isReady || send.isPending}
                  loading={send.isPending && send.variables?.validateOnly === true}
                  onClick={() => begin(true)}
                >
                  {t('batch.validate')}
                </Button>
                <Button
                  variant="primary"
                  disabled={!isReady || send.isPending}
                  loading={send.isPending && send.variables?.validateOnly === false}
                  onClick={() => begin(false)}
                >
                  {t('batch.create')}
                </Button>
              </SpaceBetween>
            }
          >
            {t('template.jobs')}
          </Header>
        }
        columnDefinitions={[
          { id: 'line', header: t('template.line'), isRowHeader: true, cell: ({ index }) => String(index + 2) },
          ...columns.map(column => ({
            id: `column-${column}`,
            header: column,
            cell: ({ row }: { readonly row: DeviceRow }) => <bdi className="break">{row[column] ?? '–'}</bdi>,
          })),
          {
            id: 'outcome',
            header: t('batch.outcome'),
            cell: ({ index }) => <ResultText result={results?.[index]} isSent={send.isPending} />,
          },
        ]}
      />
    </SpaceBetween>
  )
}
