import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contrast, scaleOf } from './colors.ts'

const [white, surface, ground, darkSurface, darkGround] = ['#ffffff', '#ffffff', '#f4f7f7', '#1b2427', '#12191b'] as const

test('contrast is counted as WCAG 2 does', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48')
})

test("a tenant's colour is used as it is where white words on it can be read", () => {
  assert.equal(scaleOf('#0e6b75')[7], '#0e6b75')
})

test('whatever colour a tenant chooses, words can be read in both schemes', () => {
  const byte = fc.integer({ min: 0, max: 255 })
  fc.assert(
    fc.property(byte, byte, byte, (r, g, b) => {
      const shades = scaleOf(`#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`)
      const pairs: [one: string, other: string, least: number, what: string][] = [
        [white, shades[6], 4.5, 'a filled button in the dark'],
        [white, shades[7], 4.5, 'a filled button in the light'],
        [shades[7], surface, 4.5, 'a link on a surface'],
        [shades[7], ground, 4.5, 'a link on the ground'],
        [shades[4], darkSurface, 4.5, 'a link on a dark surface'],
        [shades[4], darkGround, 4.5, 'a link on the dark ground'],
        [shades[9], shades[1], 4.5, 'words on a tint'],
        [shades[2], shades[9], 4.5, 'words on a tint in the dark'],
        [shades[6], darkSurface, 3, 'the edge of a button in the dark'],
      ]
      for (const [one, other, least, what] of pairs) assert.ok(contrast(one, other) >= least, `${what}: ${one} on ${other}`)
    }),
  )
})
