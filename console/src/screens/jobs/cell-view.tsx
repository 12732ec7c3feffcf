import Link from '@cloudscape-design/components/link'
import { StageBadge, StateBadge } from '../../parts/job-words.tsx'
import { Time } from '../../parts/time.tsx'
import type { Cell } from './columns.ts'

/** A cell of the whole page's table. */
export const CellView = ({ cell }: { readonly cell: Cell }) => {
  switch (cell.is) {
    case 'words':
      return <span title={cell.text}>{cell.text}</span>
    case 'nothing':
      return <span className="quiet">{cell.text}</span>
    case 'text':
      return (
        <bdi className="name" title={cell.text}>
          {cell.text}
        </bdi>
      )
    case 'link':
      return <Link href={cell.href}>{cell.text}</Link>
    case 'state':
      return <StateBadge state={cell.state} />
    case 'stage':
      return <StageBadge stage={cell.stage} />
    case 'time':
      return <Time short at={cell.at} />
  }
}
