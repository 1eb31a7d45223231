import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Node, placeOf, readSources, type Source, walk, withFile } from './sources.ts'

const sources = readSources()

/** Forms that a page made for itself: those of the platform put the server's words beside the fields, and the focus on the first of them. */
function ownForms(all: readonly Source[]): string[] {
  return all
    .filter(({ path }) => path.endsWith('.tsx') && !path.startsWith('platform/web/'))
    .flatMap((source) => {
      const found: string[] = []
      walk(source, (node) => {
        if (node.type === 'JSXOpeningElement' && (node.name as Node).name === 'form')
          found.push(`${placeOf(source, node)} writes <form>: use Form or PlainForm of platform/web/form.tsx`)
      })
      return found
    })
}

test('pages send what people typed through the forms of the platform', () => {
  assert.deepEqual(ownForms(sources), [])
  const broken = (path: string, text: string) => ownForms(withFile(sources, path, text)).join()
  assert.match(broken('modules/auth/web/X.tsx', 'export const X = () => <p><form onSubmit={go}>x</form></p>'), /X\.tsx:1 writes <form>/)
  assert.match(broken('app/web.tsx', 'export const X = () => <form />'), /app\/web\.tsx:1 writes <form>/)
  assert.equal(broken('modules/auth/web/X.tsx', "export const X = () => <Form of={form}>{'<form>'}</Form>"), '')
  assert.equal(broken('platform/web/x.tsx', 'export const X = () => <form />'), '')
})
