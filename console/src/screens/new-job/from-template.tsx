import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FileUpload from '@cloudscape-design/components/file-upload'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfTemplate } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { FoundUnsaved } from '../../parts/found-unsaved.tsx'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { FileRefused, LARGEST_TEXT, readFile } from '../../parts/read-file.ts'
import { useUnsaved } from '../../parts/use-unsaved.ts'
import { goTo, linkTo } from '../../route.ts'
import { DevicesProgress } from './devices-progress.tsx'
import { type DeviceRow, headLine, readDevices } from './devices-table.ts'
import { DevicesTable } from './devices-table-view.tsx'
import { TaggingFields } from './tagging-fields.tsx'
import { useDevicesRun } from './use-devices-run.ts'
import { type TaggingForm, useTagging } from './use-tagging.ts'
import { useTeamSettings } from './use-team-settings.ts'

type Template = components['schemas']['Template']

/** One template, many disks: a table of devices, and one job of each line. */
export const FromTemplate = ({ name }: { readonly name: string }) => {
  const { t } = useI18n()
  const { requiredTags } = useTeamSettings()
  const tagging = useTagging(requiredTags)
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
            <CopyAs commands={commandsOfTemplate(name, tagging.tagging)} />
            <Button onClick={() => goTo(linkTo(['new']))}>{t('template.leave')}</Button>
          </SpaceBetween>
        }
      >
        {t('template.title', { name })}
      </Header>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data && <Devices key={data.name} template={data} tagging={tagging} />}
    </SpaceBetween>
  )
}

/** What a table for the template may name: the device, and what is declared; `date` fills itself in. */
const columnsOf = ({ placeholders, manifest }: Template): readonly string[] => {
  const names = placeholders.map(placeholder => placeholder.name)
  return [...(/\{\{\s*deviceId\s*\}\}/.test(manifest) ? ['deviceId'] : []), ...names]
}

const Devices = ({ template, tagging }: { readonly template: Template; readonly tagging: TaggingForm }) => {
  const { t } = useI18n()
  const { name } = template
  const form = useUnsaved(`waybill.devices.${name}`, { csv: headLine(columnsOf(template)) })
  const { csv } = form.value
  const setCsv = (text: string) => form.change({ csv: text })
  const [failure, setFailure] = useState<unknown>()
  const table = useQuery({ queryKey: ['devices-table', csv], queryFn: () => readDevices(csv), gcTime: 0 })
  const { columns = [], rows = NO_ROWS, uneven = [], repeated = [] } = table.data ?? {}
  const { run, isRunning, begin, stop } = useDevicesRun({ name, rows, tagging: tagging.tagging })
  const isReady = rows.length > 0 && uneven.length === 0 && repeated.length === 0 && tagging.isReady
  const isAllMade = rows.length > 0 && rows.every((_row, line) => run?.results.get(line)?.job !== undefined)
  const { saved: tableSaved } = form
  const { saved: tagsSaved } = tagging
  useEffect(() => {
    if (!isAllMade) return
    tableSaved()
    tagsSaved()
  }, [isAllMade, tableSaved, tagsSaved])
  return (
    <SpaceBetween size="l">
      <TaggingFields form={tagging} isReadOnly={isRunning} />
      <Container header={<Header variant="h2">{t('template.devices')}</Header>}>
        <SpaceBetween size="m">
          <FormField label={t('template.table')} description={t('template.tableAbout')}>
            <Textarea
              value={csv}
              rows={8}
              spellcheck={false}
              disabled={isRunning}
              onChange={({ detail }) => setCsv(detail.value)}
            />
          </FormField>
          {form.isFound && !isRunning && <FoundUnsaved onDiscard={() => form.renew()} />}
          {failure !== undefined && <ProblemAlert error={failure} />}
          <FileUpload
            accept=".csv,text/csv"
            value={[]}
            onChange={({ detail: { value } }) => {
              setFailure(undefined)
              for (const file of value) tableOf(file).then(setCsv, setFailure)
            }}
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
      {uneven.length > 0 && <Alert type="error">{t('template.uneven', { lines: someOf(uneven) })}</Alert>}
      {repeated.length > 0 && <Alert type="error">{t('template.repeated', { lines: someOf(repeated) })}</Alert>}
      {run && <DevicesProgress run={run} onStop={stop} onGoOn={() => void begin(run.wants)} />}
      <DevicesTable
        columns={columns}
        rows={rows}
        run={run}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              disabled={!isReady || (isRunning && run?.wants !== 'validate')}
              loading={isRunning && run?.wants === 'validate'}
              onClick={() => void begin('validate')}
            >
              {t('batch.validate')}
            </Button>
            <Button
              variant="primary"
              disabled={!isReady || isAllMade || (isRunning && run?.wants !== 'create')}
              loading={isRunning && run?.wants === 'create'}
              onClick={() => void begin('create')}
            >
              {t('batch.create')}
            </Button>
          </SpaceBetween>
        }
      />
    </SpaceBetween>
  )
}

/** Tens of thousands of lines. */
const LARGEST_TABLE = 4 * LARGEST_TEXT

/** @throws FileRefused also where a spreadsheet wrote it in another encoding: the IDs of devices would not be as they are */
const tableOf = async (file: File): Promise<string> => {
  const bytes = await readFile(file, LARGEST_TABLE)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new FileRefused(file.name, 'notUtf8', error)
  }
}

const NO_ROWS: readonly DeviceRow[] = []

const MOST_NAMED = 20

/** The first of many lines, by their numbers. */
const someOf = (lines: readonly number[]): string =>
  lines.length > MOST_NAMED ? `${lines.slice(0, MOST_NAMED).join(', ')} …` : lines.join(', ')
