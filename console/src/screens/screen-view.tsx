import { type ComponentType, use } from 'react'
import type { ScreenProps } from './screens.ts'

interface Props extends ScreenProps {
  /** The same promise each time. */
  readonly load: () => Promise<ComponentType<ScreenProps>>
}

/** A screen, once its code is there. */
export const ScreenView = ({ load, place }: Props) => {
  const Screen = use(load())
  return <Screen place={place} />
}
