import type { TabsProps } from '@cloudscape-design/components/tabs'
import { linkTo, type Place, replacePlace } from '../route.ts'

/**
 * The tab that is open stands in the address: a reload, a bookmark and the way back lead to it. The first one needs no name
 * there.
 */
export const useTab = (
  { segments, query }: Place,
  tabs: readonly TabsProps.Tab[],
): Pick<TabsProps, 'tabs' | 'activeTabId' | 'onChange'> => {
  const first = tabs[0]?.id ?? ''
  const asked = query.get('tab')
  return {
    tabs,
    activeTabId: tabs.find(({ id }) => id === asked)?.id ?? first,
    onChange: ({ detail: { activeTabId } }) =>
      replacePlace(linkTo(segments, activeTabId === first ? {} : { tab: activeTabId })),
  }
}
