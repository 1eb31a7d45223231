import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cleanMarkup } from './richMarkup.ts'

test('rich text keeps its words, links, lists and tables', () => {
  for (const html of [
    '<h2>Noise</h2><p>Below <strong>80 dB</strong> &amp; calm, 1 &lt; 2</p>',
    '<ul><li>One</li><li>Two<ol start="3"><li>Three</li></ol></li></ul>',
    '<p><a href="https://example.org/a?b=1&amp;c=2" title="Read on">x</a><br><img src="/api/files/1" alt="An ear"></p>',
    '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
  ])
    assert.equal(cleanMarkup(html), html)
})

test('elements left open are closed', () => {
  assert.equal(cleanMarkup('<ul><li>One<li>Two</ul><p>a<p>b</b>'), '<ul><li>One</li><li>Two</li></ul><p>a</p><p>b</p>')
})

const hostile: [what: string, html: string][] = [
  ['a script', '<script>alert(1)</script>'],
  ['an event handler', '<p onclick="alert(1)">x</p>'],
  ['an image that fails', '<img src=x onerror=alert(1)>'],
  ['a script address', '<a href="javascript:alert(1)">x</a>'],
  ['a script address in disguise', '<a href="&#106;ava&#115;cript:alert(1)">x</a>'],
  ['a script address behind spaces', '<a href=" \u0001javascript:alert(1)">x</a>'],
  ['a data address', '<img src="data:text/html,<script>alert(1)</script>">'],
  ['an address of another host without scheme', '<a href="//evil.example">x</a><a href="/\\evil.example">x</a>'],
  ['a style', '<p style="background:url(javascript:alert(1))">x</p><style>*{display:none}</style>'],
  ['a drawing with a script', '<svg><script>alert(1)</script></svg>'],
  ['a frame', '<iframe src="https://evil.example"></iframe>'],
  ['a tag inside a tag', '<scr<script>ipt>alert(1)</scr</script>ipt>'],
  ['markup hidden in an attribute', '<p title="</p><script>alert(1)</script>">x</p>'],
  ['markup hidden in an allowed attribute', '<a href="/x" title="&quot; onmouseover=&quot;alert(1)">x</a>'],
]
for (const [what, html] of hostile)
  test(`rich text never holds ${what}`, () => {
    // Without quoted values only names are left to judge.
    const names = cleanMarkup(html).replaceAll(/="[^"]*"/g, '')
    assert.doesNotMatch(names, /<(script|svg|iframe|style)|\son\w+|style/i)
    assert.doesNotMatch(cleanMarkup(html), /(href|src)="(?!https?:|mailto:|\/(?![/\\])|#)/i)
  })

test('whatever is written, only known elements come out, and cleaning twice changes nothing', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '</',
    '<p',
    '<p>',
    '</p>',
    '<a href="',
    '"',
    "'",
    '<img src=',
    'javascript:',
    '&lt;',
    '&#60;',
    'x',
    ' ',
    '<li>',
    '<script>',
    '<!--',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      const once = cleanMarkup(parts.join(''))
      const found = [...once.replaceAll(/="[^"]*"/g, '').matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag as string)
      assert.ok(found.every((tag) => ['p', 'a', 'img', 'li'].includes(tag)))
      assert.equal(cleanMarkup(once), once)
    }),
  )
})
