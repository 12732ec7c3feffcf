import { applyMode, Mode } from '@cloudscape-design/global-styles'
import { browserStorage } from './storage.ts'

export type Theme = 'light' | 'dark'

const STORED = 'waybill.theme'
const system = window.matchMedia('(prefers-color-scheme: dark)')

const chosen = (): Theme | undefined => {
  const stored = browserStorage.read(STORED)
  return stored === 'light' || stored === 'dark' ? stored : undefined
}

/** What was chosen here, else what the operating system has. */
export const themeNow = (): Theme => chosen() ?? (system.matches ? 'dark' : 'light')

export const applyTheme = (): void => {
  applyMode(themeNow() === 'dark' ? Mode.Dark : Mode.Light)
  document.documentElement.style.colorScheme = themeNow()
}

export const chooseTheme = (theme: Theme): void => {
  browserStorage.store(STORED, theme)
  applyTheme()
}

system.addEventListener('change', applyTheme)
