import { componentWords } from '../i18n/component-words.ts'
import { firstLanguage, type Words, wordsOf } from '../i18n/translate.ts'
import { CodeGone } from '../parts/code-gone.ts'
import { placeOf } from '../route.ts'
import { screenAt } from '../screens/screens.ts'
import { enter } from '../sign-in/enter.ts'
import { SignedOut } from '../sign-in/session.ts'
import { createEarlyAnswers } from './early-answers.ts'
import { element } from './element.ts'
import { fetchWhole } from './fetch-whole.ts'
import { type FirstFrame, firstFrame } from './first-frame.ts'
import { askFirst, showFirstPage } from './first-page.ts'
import { type TakeOver, watchFirst } from './take-over.ts'
import { idle, staysFirst, wanted } from './when-wanted.ts'

/** Who waits for an API that is slow needs the page no later for it. */
const LONGEST_WAIT_MS = 300

/**
 * Opens the page in three steps, each as soon as it can be: its frame; what is to be read, once it is known who looks at it; and
 * the whole page, whose code is forty times as large.
 */
export const openPage = async (): Promise<void> => {
  const early = createEarlyAnswers()
  const entering = enter().then(
    isSignedIn => {
      if (isSignedIn) askFirst(early)
      return { isSignedIn }
    },
    (error: unknown) => ({ isSignedIn: false, error }),
  )
  const words = await firstWords()
  document.documentElement.lang = words.language
  const frame = firstFrame(words)
  frame.show(true, element('p', { role: 'status' }, words.t('signIn.waiting')))
  document.body.prepend(frame.element)
  const first = watchFirst(frame.element)
  try {
    const entered = await entering
    if ('error' in entered) await showWhy(words, first, entered.error)
    if (!entered.isSignedIn) return
    const want = wanted()
    const shown = showFirstPage(words, frame, early)
    await Promise.race([shown, new Promise(resolve => setTimeout(resolve, LONGEST_WAIT_MS))])
    await idle()
    if (staysFirst()) void fetchWhole()
    await Promise.race([want, shown.then(is => (is === 'all' ? want : undefined))])
    const whole = await loadWhole(words)
    await first.letGo()
    whole.showWhole(words, first, early, () => showNotLoaded(words, frame))
  } catch (error) {
    if (!(error instanceof CodeGone)) reportError(error)
    showNotLoaded(words, frame)
  }
}

/** English is always there. */
const firstWords = (): Promise<Words> => wordsOf(firstLanguage()).catch(() => wordsOf('en'))

/** Shows why someone has not come in. */
const showWhy = async (words: Words, first: TakeOver, error: unknown): Promise<void> => {
  const { showNotSignedIn } = await loaded(import('../sign-in/show-not-signed-in.tsx'))
  showNotSignedIn(words, first, error instanceof SignedOut ? undefined : error)
}

/** The whole page, with all that its first screen needs to be shown at once. */
const loadWhole = async ({ language }: Words) => {
  const [whole] = await Promise.all([
    loaded(import('../whole.tsx')),
    // A screen whose code does not come shows that itself.
    screenAt(placeOf(window.location.hash), () => undefined)
      .load()
      .catch(() => undefined),
    loaded(componentWords(language)),
  ])
  return whole
}

const loaded = <T>(code: Promise<T>): Promise<T> =>
  code.catch((error: unknown) => {
    throw new CodeGone('The code of the page could not be loaded.', { cause: error })
  })

/** Shows that the page did not come, where the components that would show it did not come either. */
const showNotLoaded = ({ t }: Words, frame: FirstFrame): void => {
  const again = element('button', { type: 'button' }, t('state.tryAgain'))
  again.addEventListener('click', () => window.location.reload())
  document.body.prepend(frame.element)
  frame.show(
    false,
    element('h1', {}, t('problem.codeGone')),
    element('p', { role: 'alert' }, t('problem.codeGoneDetail')),
    again,
  )
}
