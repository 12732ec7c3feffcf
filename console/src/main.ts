import './page.css'
import './first/first-page.css'
import { openPage } from './first/open-page.ts'
import { applyTheme } from './parts/theme.ts'

applyTheme()
void openPage()
