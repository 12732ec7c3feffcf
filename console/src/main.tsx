import './page.css'
import './first/first-page.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './api/client.ts'
import { askEarly } from './first/ask-early.ts'
import { FirstBoundary } from './first/first-boundary.tsx'
import { FirstPage } from './first/first-page.tsx'
import { loadApp } from './first/load-app.ts'
import { LanguageProvider } from './i18n/i18n.tsx'
import { applyTheme } from './parts/theme.ts'
import { enter } from './sign-in/enter.ts'
import { SignInGate } from './sign-in/gate.tsx'

applyTheme()
enter().then(
  isSignedIn => isSignedIn && askEarly(),
  // The gate shows why.
  () => undefined,
)

const App = lazy(loadApp)

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <SignInGate>
        <QueryClientProvider client={queryClient}>
          <FirstBoundary>
            <Suspense fallback={<FirstPage />}>
              <App />
            </Suspense>
          </FirstBoundary>
        </QueryClientProvider>
      </SignInGate>
    </LanguageProvider>
  </StrictMode>,
)
