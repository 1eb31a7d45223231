import type { Locator, Page } from 'playwright-core'

export const button = (within: Page | Locator, name: string | RegExp) => within.getByRole('button', { name, exact: true })
export const asked = (page: Page, text: RegExp) => page.getByRole('group', { name: text })
export const saved = (within: Page | Locator) => within.getByText('All changes saved').last().waitFor()

/** What stands in a unit, as its handles name it. */
export const order = (unit: Locator) =>
  unit
    .getByRole('button', { name: /^Drag to move/ })
    .evaluateAll((handles) => handles.map((one) => one.ariaLabel?.replace('Drag to move: ', '')))

/** Takes one handle to where another is, with the mouse. */
export async function drag(page: Page, handle: string, other: string): Promise<void> {
  const from = await button(page, handle).boundingBox()
  const to = await button(page, other).boundingBox()
  if (!from || !to) throw new Error('a handle is not on the screen')
  await page.mouse.move(from.x + 8, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(to.x + 8, to.y + 8, { steps: 8 })
  await page.mouse.up()
}

/** Moves the second of two to the first place with the keyboard alone, changing one's mind on the way. Every key counts at once. */
export async function reorderByKeys(page: Page, unit: Locator, title: string): Promise<void> {
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const told = (words: string) => page.getByText(`${title} is ${words} of 2`).waitFor({ state: 'attached' })
  await button(unit, `Drag to move: ${title}`).focus()
  await press('Space', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowUp', 'Space')
  await told('now 1')
  await press('Space', 'ArrowDown', 'Escape')
  await told('back at 1')
  await press('Space', 'ArrowDown', 'Space')
  await told('now 2')
  await press('Tab', 'Enter')
  await told('now 1')
}

/** Fills the quiz editor with a question of every kind. */
export async function writeQuiz(page: Page): Promise<void> {
  await page.getByLabel(/^Per cent to pass/).fill('80')
  await page.getByLabel(/^Minutes/).fill('20')
  await page.getByLabel(/^Attempts/).fill('2')
  // Only the question being written is open; the others stay in the page, folded.
  const open = (found: Locator) => found.filter({ visible: true })
  const question = async (kind: string, text: string) => {
    await button(page, 'Add a question').click()
    await page.getByRole('menuitem', { name: kind }).click()
    await open(page.getByLabel(/^Question/)).fill(text)
  }
  await question('One right option', 'Which gas kills without a smell?')
  await open(page.getByPlaceholder('Option 1')).fill('Carbon monoxide')
  await open(page.getByPlaceholder('Option 2')).fill('Ammonia')
  await question('Several right options', 'What must stand by the entrance?')
  await open(page.getByPlaceholder('Option 1')).fill('A person who keeps watch')
  await open(page.getByPlaceholder('Option 2')).fill('The means of rescue')
  await open(page.getByLabel('Option 2 is right')).check()
  await open(button(page, 'Add an option')).click()
  await open(page.getByPlaceholder('Option 3')).fill('A radio tuned to music')
  await question('True or false', 'A permit counts for as long as the work takes.')
  await open(page.getByText('False', { exact: true })).click()
  await question('Short text', 'Which paper allows the entry?')
  for (const accepted of ['Permit', 'Permit to work']) {
    await open(page.getByLabel(/^Accepted answers/)).fill(accepted)
    await page.keyboard.press('Enter')
  }
  await question('Number', 'How much oxygen, in per cent, does fresh air hold?')
  await open(page.getByLabel(/^Right number/)).fill('20.9')
  await open(page.getByLabel(/^May differ by/)).fill('0.2')
}
