import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { importOf } from '../support/example-import.ts'
import { type ConsoleWorld, settled, startConsole, until } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await startConsole()
})
afterAll(() => world.stop())

/** What has the focus, as a screen reader would name it. */
const FOCUSED = `(() => {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  if (!element || element === document.body) return ''
  const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? []
  const texts = ids.map(id => document.getElementById(id)?.innerText ?? '')
  const labels = [...(element.labels ?? [])].map(label => label.innerText)
  return [element.getAttribute('aria-label'), texts.join(' '), ...labels, element.innerText].filter(Boolean)[0]?.trim() ?? ''
})()`

const MOST_STOPS = 150

/** Goes on with Tab until something of a name has the focus, as someone does who has no mouse. */
const tabTo = async (page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> => {
  const stops: string[] = []
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press(key)
    const focused = String(await page.evaluate(FOCUSED))
    if (name.test(focused)) return
    stops.push(focused)
  }
  throw new Error(`Tab does not come to ${name}; it comes to: ${stops.join(' | ')}`)
}

/** Every screen is reached through the navigation. */
const goTo = async (page: Page, screen: string): Promise<void> => {
  await tabTo(page, new RegExp(`^${screen}$`))
  await page.keyboard.press('Enter')
  await until(
    page,
    `document.activeElement?.tagName === 'H1' || document.activeElement?.textContent?.startsWith(${JSON.stringify(screen)})`,
  )
  await settled(page)
}

const start = async (): Promise<Page> => {
  const page = await world.page()
  await world.open(page, 'jobs')
  return page
}

const jobOf = async (deviceId: string) => {
  const response = await fetch(`${world.url}/v1/jobs?deviceId=${deviceId}`)
  // Waybill's own answer, whose form other tests hold.
  const { jobs } = (await response.json()) as { jobs: { jobId: string; state: string; device: { stage: string } }[] }
  return jobs[0]
}

describe('with the keyboard alone', () => {
  it('a manifest becomes a job, and its SIGNATURE a file', async () => {
    const page = await start()
    await goTo(page, 'New job')
    await tabTo(page, /^Manifest$/)
    await page.keyboard.insertText(importOf('KEYS-1'))
    await page.getByText('No problems found').waitFor()
    await tabTo(page, /^Create job$/, 'Shift+Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: /is created/ }).waitFor()

    const saved = page.waitForEvent('download')
    await tabTo(page, /^Download SIGNATURE$/)
    await page.keyboard.press('Enter')
    expect((await saved).suggestedFilename()).toBe('SIGNATURE')
    await page.context().close()
  })

  it('a job is found, opened and cancelled', async () => {
    const { jobId } = await world.submit(importOf('KEYS-2'))
    const page = await start()
    await tabTo(page, new RegExp(`^${jobId}$`))
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: `Job ${jobId}` }).waitFor()
    await settled(page)
    await tabTo(page, /^Cancel the job$/)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    // The dialog holds the focus until it is closed.
    await tabTo(page, /^Cancel the job$/)
    await page.keyboard.press('Enter')

    await page.getByText(`Job ${jobId} is cancelled.`).waitFor()
    expect((await jobOf('KEYS-2'))?.state).toBe('cancelled')
    await page.context().close()
  })

  it('a parcel is reported', async () => {
    const { jobId } = await world.submit(importOf('KEYS-3'))
    const page = await start()
    await goTo(page, 'Ship')
    await tabTo(page, new RegExp(`Job ${jobId}`))
    await page.keyboard.press('Space')
    await tabTo(page, /^Carrier/)
    await page.keyboard.type('UPS')
    await tabTo(page, /^Tracking number/)
    await page.keyboard.type('1Z5R89390357567127')
    await tabTo(page, /^Report as shipped$/)
    await page.keyboard.press('Enter')

    await page.getByText('1 job is reported as shipped').first().waitFor()
    expect((await jobOf('KEYS-3'))?.device.stage).toBe('shipped')
    await page.context().close()
  })

  it('a SIGNATURE is verified', async () => {
    const { jobId } = await world.submit(importOf('KEYS-4'))
    const signature = await (await fetch(`${world.url}/v1/jobs/${jobId}/signature`)).text()
    const page = await start()
    await goTo(page, 'Verify a disk')
    await tabTo(page, /^Or paste its text/)
    await page.keyboard.insertText(signature)
    await tabTo(page, /^Verify$/)
    await page.keyboard.press('Enter')

    await page.getByText(`This is the SIGNATURE of job ${jobId}`).waitFor()
    await page.context().close()
  })

  it('a check is made and run', async () => {
    const { jobId } = await world.submit(importOf('KEYS-5'))
    const page = await start()
    await goTo(page, 'Checks')
    await tabTo(page, /^Make a check$/)
    await page.keyboard.press('Enter')
    await tabTo(page, /^Name/)
    await page.keyboard.type('by-keyboard')
    await tabTo(page, /^Job ID/)
    await page.keyboard.type(jobId)
    await tabTo(page, /^Save$/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Check by-keyboard' }).waitFor()
    await settled(page)
    await tabTo(page, /^Run now$/)
    await page.keyboard.press('Enter')

    await page.getByRole('img', { name: /^Pass,/ }).waitFor()
    await page.context().close()
  })

  it('a device is led from its parcel to the way back', async () => {
    const { jobId, signatureFileContents = '' } = await world.submit(importOf('KEYS-6'))
    const page = await start()
    const report = async (step: string, shows: string, fields: readonly (readonly [name: RegExp, text: string])[]) => {
      await tabTo(page, new RegExp(`^${step}$`))
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor()
      for (const [name, text] of fields) {
        await tabTo(page, name)
        await page.keyboard.insertText(text)
      }
      await tabTo(page, /^Report$/)
      await page.keyboard.press('Enter')
      await page.getByText(`Job ${jobId} is now: ${shows}.`).waitFor()
      await settled(page)
    }
    await goTo(page, 'Depot desk')
    await tabTo(page, /^Job ID/)
    await page.keyboard.type(jobId)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: `Job ${jobId}` }).waitFor()
    await settled(page)
    await report('Receive', 'Received, waits', [[/^Or its text/, signatureFileContents]])
    await report('Load', 'Work in progress', [])
    await report('Finish', 'Done, goes back', [])
    await report('Return', 'Returned', [
      [/^Carrier/, 'UPS'],
      [/^Tracking number/, '1Z999'],
    ])
    await page.context().close()
  })

  it('an event is found', async () => {
    const { jobId } = await world.submit(importOf('KEYS-7'))
    const page = await start()
    await goTo(page, 'Audit')
    await tabTo(page, /^Usage$/)
    await page.keyboard.press('ArrowRight')
    await page.getByRole('tab', { name: 'Events', selected: true }).waitFor()
    await settled(page)
    await tabTo(page, /^Job ID/)
    await page.keyboard.type(jobId)
    await tabTo(page, /^Show$/)
    await page.keyboard.press('Enter')

    await page.getByRole('cell', { name: 'Submit a manifest' }).first().waitFor()
    await page.context().close()
  })

  it('the content is reached past the navigation', async () => {
    const page = await start()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(FOCUSED)).toBe('To the content')
    await page.keyboard.press('Enter')

    await until(page, "document.activeElement?.tagName === 'H1'")
    await page.context().close()
  })

  it.each<
    readonly [what: string, hash: string, prepare: (page: Page) => Promise<void>, press: RegExp, focused: RegExp]
  >([
    [
      'files were left out',
      'new',
      async page => {
        const files = ['LEFT-1', 'LEFT-2'].map(name => ({
          name,
          mimeType: 'text/plain',
          buffer: Buffer.from(name === 'LEFT-1' ? importOf(name) : 'nothing'),
        }))
        await page.getByRole('button', { name: 'Open files' }).setInputFiles(files)
      },
      /^Leave out 1 file with errors$/,
      /^Batch/,
    ],
    [
      'a problem was fixed',
      'new',
      async page => {
        await page.getByRole('textbox', { name: 'Manifest' }).click()
        await page.keyboard.insertText(importOf('FIXED-1').replace('eraseDevice', 'eraseDevise'))
      },
      /^Fix: Rename it to eraseDevice$/,
      /^Problems/,
    ],
    ['a filter was cleared', 'jobs?state=refused', async () => undefined, /^Clear the filter$/, /^Jobs/],
    [
      'a validation has ended',
      'new',
      async page => {
        await page.getByRole('textbox', { name: 'Manifest' }).click()
        await page.keyboard.insertText(importOf('VALID-1'))
      },
      /^Validate$/,
      /^Validate$/,
    ],
  ])('the focus stays where it was used, once %s', async (_what, hash, prepare, press, focused) => {
    const page = await world.page()
    await world.open(page, hash)
    await prepare(page)
    // With the first key comes the code that holds the focus.
    const held = page.waitForResponse(/hold-focus/)
    await page.keyboard.press('Shift')
    await held
    await settled(page)
    await page.getByRole('button', { name: press }).first().focus()
    await page.keyboard.press('Enter')

    // What was pressed goes once the manifest is read again, which is beside the page.
    await until(page, `${focused}.test(${FOCUSED})`)
    await settled(page)
    expect(await page.evaluate(FOCUSED)).toMatch(focused)
    await page.context().close()
  })

  // The last one: jobs need a tag from here on.
  it('a team is changed', async () => {
    const page = await start()
    await goTo(page, 'Team')
    await tabTo(page, /^The team$/)
    // The last one is that of the keys.
    await page.keyboard.press('End')
    await page.getByRole('tab', { name: 'Keys', selected: true }).waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('tab', { name: 'Teams', selected: true }).waitFor()
    await settled(page)
    await tabTo(page, /^Change local$/)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await tabTo(page, /^Required tags/)
    await page.keyboard.type('project')
    await tabTo(page, /^Save$/)
    await page.keyboard.press('Enter')

    await page.getByText('local is saved.').waitFor()
    await page.context().close()
  })
})

it('no page did what its policy forbids, and none failed', () => {
  expect(world.complaints).toEqual([])
})
