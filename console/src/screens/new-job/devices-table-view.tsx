import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import Table from '@cloudscape-design/components/table'
import Toggle from '@cloudscape-design/components/toggle'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import type { DeviceRow } from './devices-table.ts'
import { ResultText } from './result-text.tsx'
import type { DevicesRun } from './use-devices-run.ts'

const ON_A_PAGE = 50

interface Line {
  readonly index: number
  readonly row: DeviceRow
}

interface Props {
  readonly columns: readonly string[]
  readonly rows: readonly DeviceRow[]
  readonly run: DevicesRun | undefined
  readonly actions: ReactNode
}

/** The lines of a table of devices, a page of them at a time, with what has become of each. */
export const DevicesTable = ({ columns, rows, run, actions }: Props) => {
  const { t } = useI18n()
  const [page, setPage] = useState(1)
  const [onlyProblems, setOnlyProblems] = useState(false)
  const hasProblem = ({ index }: Line) => run?.results.get(index)?.problem !== undefined
  const lines = rows.map((row, index): Line => ({ index, row })).filter(line => !onlyProblems || hasProblem(line))
  const pages = Math.max(1, Math.ceil(lines.length / ON_A_PAGE))
  const shown = Math.min(page, pages)
  return (
    <Table<Line>
      variant="container"
      wrapLines
      items={lines.slice((shown - 1) * ON_A_PAGE, shown * ON_A_PAGE)}
      trackBy={({ index }) => String(index)}
      empty={<Box textAlign="center">{t(rows.length === 0 ? 'template.noDevices' : 'devices.noProblems')}</Box>}
      header={
        <Header variant="h2" counter={`(${rows.length})`} description={t('template.same')} actions={actions}>
          {t('template.jobs')}
        </Header>
      }
      filter={
        run && (
          <Toggle checked={onlyProblems} onChange={({ detail }) => setOnlyProblems(detail.checked)}>
            {t('devices.onlyProblems')}
          </Toggle>
        )
      }
      pagination={
        pages > 1 && (
          <Pagination
            currentPageIndex={shown}
            pagesCount={pages}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        )
      }
      columnDefinitions={[
        { id: 'line', header: t('template.line'), isRowHeader: true, cell: ({ index }) => String(index + 2) },
        ...columns.map(column => ({
          id: `column-${column}`,
          header: column,
          cell: ({ row }: Line) => <bdi className="break">{row[column] ?? '–'}</bdi>,
        })),
        {
          id: 'outcome',
          header: t('batch.outcome'),
          cell: ({ index }) => <ResultText result={run?.results.get(index)} isSent={false} />,
        },
      ]}
    />
  )
}
