import { cleanMarkup } from './richMarkup.ts'

/**
 * The Trusted Types default policy, installed before anything renders. Text without `<` cannot make elements: that is all Mantine
 * needs for its <style> texts. Markup that a library hands over (the rich text editor, reading and pasting) is cleaned to the
 * elements rich text is made of. Scripts from strings are never allowed.
 */
type Rules = { createHTML: (text: string) => string }
type Factory = { createPolicy: (name: string, rules: Rules) => unknown; defaultPolicy: unknown }

export function installTrustedTypes() {
  // Where react-remove-scroll, of which dialogs are made, looks for the nonce of its <style>.
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() })
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes
  if (!factory || factory.defaultPolicy) return
  factory.createPolicy('default', { createHTML: (text) => (text.includes('<') ? cleanMarkup(text) : text) })
}

export const styleNonce = () => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
