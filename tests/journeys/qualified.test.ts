import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { asked, button } from './authoring.ts'
import { healthy, stage, visit } from './stage.ts'

const Choice = z.object({ text: z.string(), isCorrect: z.boolean() })
const Question = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['single_choice', 'multiple_choice', 'true_false']), text: z.string(), options: z.array(Choice) }),
  z.object({ type: z.literal('numeric'), text: z.string(), correctAnswer: z.object({ value: z.number() }) }),
  z.object({ type: z.literal('short_text'), text: z.string(), correctAnswer: z.object({ accepted: z.array(z.string()) }) }),
])
const Unit = z.object({ contents: z.array(z.unknown()), assessment: z.object({ questions: z.array(Question) }).optional() })
const Course = z.object({ title: z.string(), modules: z.array(z.object({ units: z.array(Unit) })) })

const course = Course.parse(JSON.parse(readFileSync('tools/seed/courses/lone-working.json', 'utf8')))
const units = course.modules.flatMap((module) => module.units)
const lessons = units.flatMap(({ contents }) => contents).length
const questions = units.flatMap(({ assessment }) => assessment?.questions ?? [])
const requirement = 'Working alone on the night shift'

const s = await stage()
const employee = await s.who('employee')

/** The cell of the team table: one person, one requirement. */
async function cell(page: Page) {
  const table = page.getByRole('region', { name: 'People and requirements' })
  const column = (await table.getByRole('columnheader').allTextContents()).indexOf(requirement)
  assert.ok(column > 0, 'the requirement has its column')
  return table
    .getByRole('row', { name: new RegExp(employee.name) })
    .getByRole('cell')
    .nth(column - 1)
}

test('an administrator requires a certificate in a department', async () => {
  const page = await s.as('admin')
  await visit(page, '/requirements/new')
  await page.getByLabel(/^Name/).fill(requirement)
  await page.getByText('A department', { exact: true }).click()
  await page.getByRole('combobox', { name: /^Department/ }).fill('Fabrication')
  await page
    .getByRole('option', { name: /^Fabrication/ })
    .first()
    .click()
  await button(page, 'Add a certificate').click()
  await page.getByRole('combobox', { name: 'Certificate of course' }).fill('Lone')
  await page.getByRole('option', { name: course.title }).click()
  await healthy(page)
  await button(page, 'Add requirement').click()
  await page.getByRole('link', { name: new RegExp(requirement) }).waitFor()
  await healthy(page)
  await page.context().close()
})

test('the manager sees who lacks it, and assigns the course by a day', async () => {
  const page = await s.as('manager')
  await visit(page, '/team')
  await (await cell(page)).getByText('Missing').waitFor()
  await visit(page, '/courses?q=lone')
  await page.getByRole('link', { name: course.title }).click()
  await page.getByRole('link', { name: 'Participants' }).click()
  await button(page, 'Assign').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('People', { exact: true }).first().fill(employee.name)
  await page.getByRole('option', { name: new RegExp(employee.name) }).click()
  await page.keyboard.press('Escape')
  await button(dialog, /^Finish by/).click()
  await button(page, 'Later').click()
  await button(page, /^15 /).click()
  await healthy(page)
  await button(dialog, 'Assign').click()
  await page.getByText(/^Assigned to 1 person/).waitFor()
  await healthy(page)
  await page.context().close()
})

test('the employee finds it among what is due, reads it all, passes the quiz and holds the certificate', async () => {
  const page = await s.as('employee', { width: 360, colorScheme: 'dark' })
  await page.getByRole('link', { name: course.title }).first().waitFor()
  await healthy(page)
  await visit(page, '/my/clearance')
  await page.getByText('One requirement is not met').waitFor()
  await visit(page, '/learning')
  await page.getByText(/^Due 15 /).waitFor()
  await page.getByRole('link', { name: new RegExp(`${course.title}$`) }).click()
  for (let read = 0; read < lessons; read++) {
    const heading = await page.getByRole('heading', { level: 2 }).first().textContent()
    await button(page, 'Complete and go on').click()
    await page.getByRole('heading', { level: 2, name: heading ?? '', exact: true }).waitFor({ state: 'detached' })
  }
  await healthy(page)
  await button(page, 'Start the quiz').click()
  for (const question of questions) {
    const group = asked(page, new RegExp(RegExp.escape(question.text)))
    if (question.type === 'numeric') await group.getByLabel(/^Your answer/).fill(String(question.correctAnswer.value))
    else if (question.type === 'short_text') await group.getByLabel(/^Your answer/).fill(question.correctAnswer.accepted[0] ?? '')
    else for (const { text, isCorrect } of question.options) if (isCorrect) await group.getByLabel(text, { exact: true }).check()
  }
  await page.getByText(`${questions.length} of ${questions.length} answered`).waitFor()
  await healthy(page)
  await button(page, 'Hand in').click()
  await button(page.getByRole('dialog'), 'Hand in').click()
  await page.getByText(`${questions.length} of ${questions.length} points`).waitFor()
  await button(page, 'Go on').click()
  await page.getByRole('link', { name: 'See the certificate' }).click()
  await page.getByRole('link', { name: 'Download as PDF' }).waitFor()
  await healthy(page)
  await visit(page, '/my/clearance')
  await page.getByText('You are clear for your work').waitFor()
  await page.context().close()
})

test('the manager sees them qualified, and that they were not before', async () => {
  const page = await s.as('manager')
  await visit(page, '/team')
  const found = await cell(page)
  await found.getByText('Satisfied').waitFor()
  await found.getByText(/^(until|lapses) /).waitFor()
  await visit(page, `/team/${employee.id}`)
  await page.getByText(`Certificate: ${course.title}`).waitFor()
  await page.context().close()
})
