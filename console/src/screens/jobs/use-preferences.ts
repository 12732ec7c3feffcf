import { useState } from 'react'
import { storedPreferences, storePreferences, type TablePreferences } from './preferences.ts'

export const usePreferences = () => {
  const [preferences, set] = useState(storedPreferences)
  const change = (changed: TablePreferences) => {
    storePreferences(changed)
    set(changed)
  }
  return [preferences, change] as const
}
