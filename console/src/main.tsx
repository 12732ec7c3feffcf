import '@cloudscape-design/global-styles/dark-mode-utils.css'
import './page.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/client.ts'
import { App } from './app.tsx'
import { LanguageProvider } from './i18n/i18n.tsx'
import { applyTheme } from './parts/theme.ts'
import { SignInGate } from './sign-in/gate.tsx'

applyTheme()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <SignInGate>
        <QueryClientProvider client={queryClient}>
          <App />
        </QueryClientProvider>
      </SignInGate>
    </LanguageProvider>
  </StrictMode>,
)
