/**
 * The Trusted Types default policy, installed before anything renders. Text without `<` cannot make elements: that is all that
 * Mantine needs for its <style> texts. Scripts from strings are never allowed. Rich text is rendered by `RichText`, as elements.
 */
type Rules = { createHTML: (text: string) => string | null }
type Factory = { createPolicy: (name: string, rules: Rules) => unknown; defaultPolicy: unknown }

export function installTrustedTypes() {
  // Where react-remove-scroll, of which dialogs are made, looks for the nonce of its <style>.
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() })
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes
  if (!factory || factory.defaultPolicy) return
  factory.createPolicy('default', { createHTML: (text) => (text.includes('<') ? null : text) })
}

export const styleNonce = () => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
