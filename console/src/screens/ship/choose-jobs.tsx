import Box from '@cloudscape-design/components/box'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import Pagination from '@cloudscape-design/components/pagination'
import Table from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import type { Job } from '../../parts/job-words.tsx'
import { Time } from '../../parts/time.tsx'
import { linkTo } from '../../route.ts'

type Listed = Omit<Job, 'warnings'>

const ON_A_PAGE = 50

interface Props {
  readonly all: readonly Listed[]
  readonly isPending: boolean
  readonly chosen: readonly Listed[]
  readonly onChoose: (jobIds: readonly string[]) => void
}

/** The jobs whose devices may be in the parcel. The chosen ones stay chosen while others are looked for. */
export const ChooseJobs = ({ all, isPending, chosen, onChoose }: Props) => {
  const { t } = useI18n()
  const [wanted, setWanted] = useState('')
  const [page, setPage] = useState(1)
  const text = wanted.trim().toLowerCase()
  const found = all.filter(({ jobId, deviceId }) => `${jobId} ${deviceId}`.toLowerCase().includes(text))
  const pages = Math.max(1, Math.ceil(found.length / ON_A_PAGE))
  const shown = Math.min(page, pages)
  return (
    <Table<Listed>
      variant="container"
      selectionType="multi"
      items={found.slice((shown - 1) * ON_A_PAGE, shown * ON_A_PAGE)}
      trackBy="jobId"
      loading={isPending}
      loadingText={t('state.loading')}
      selectedItems={[...chosen]}
      onSelectionChange={({ detail }) => onChoose(detail.selectedItems.map(({ jobId }) => jobId))}
      ariaLabels={{
        selectionGroupLabel: t('ship.jobs'),
        allItemsSelectionLabel: () => t('ship.all'),
        itemSelectionLabel: (_selected, { jobId }) => t('job.title', { jobId }),
      }}
      empty={<Box textAlign="center">{t(text === '' ? 'ship.none' : 'ship.noMatch')}</Box>}
      filter={
        all.length > ON_A_PAGE && (
          <TextFilter
            filteringText={wanted}
            filteringPlaceholder={t('ship.find')}
            filteringAriaLabel={t('ship.find')}
            onChange={({ detail }) => setWanted(detail.filteringText)}
          />
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
      header={
        <Header variant="h2" counter={`(${chosen.length}/${all.length})`}>
          {t('ship.jobs')}
        </Header>
      }
      columnDefinitions={[
        {
          id: 'jobId',
          header: t('jobs.jobId'),
          isRowHeader: true,
          cell: ({ jobId }) => <Link href={linkTo(['jobs', jobId])}>{jobId}</Link>,
        },
        {
          id: 'deviceId',
          header: t('jobs.deviceId'),
          cell: ({ deviceId }) => <bdi className="break">{deviceId}</bdi>,
        },
        { id: 'expiresAt', header: t('jobs.expiresAt'), cell: ({ device }) => <Time short at={device.expiresAt} /> },
      ]}
    />
  )
}
