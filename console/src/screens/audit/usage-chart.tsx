import BarChart from '@cloudscape-design/components/bar-chart'
import { useI18n } from '../../i18n/i18n.tsx'
import type { UsageRow } from './usage.tsx'

/** Jobs by month, a colour for each team. */
export const UsageChart = ({ rows }: { readonly rows: readonly UsageRow[] }) => {
  const { t, language } = useI18n()
  const months = [...new Set(rows.map(({ month }) => month))].sort()
  const byTeam = Map.groupBy(rows, ({ team }) => team)
  const sum = (of: readonly UsageRow[], month: string) =>
    of.filter(row => row.month === month).reduce((all, { jobs }) => all + jobs, 0)
  return (
    <BarChart
      stackedBars
      hideFilter
      height={220}
      xDomain={months}
      xTitle={t('usage.month')}
      yTitle={t('usage.jobs')}
      ariaLabel={t('usage.chart')}
      // There is no half of a job.
      i18nStrings={{ yTickFormatter: value => (Number.isInteger(value) ? value.toLocaleString(language) : '') }}
      series={[...byTeam].map(([title, of]) => ({
        type: 'bar',
        title,
        data: months.map(month => ({ x: month, y: sum(of, month) })),
      }))}
    />
  )
}
