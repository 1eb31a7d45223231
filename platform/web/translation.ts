import { useCallback, useSyncExternalStore } from 'react'

/**
 * Says the words: what the build puts in the place of `react-i18next` (see docs/decisions/translation.md). Keys are
 * `path.in.the.file` or `module:path`; `{{name}}` is filled in; `count` chooses `key_one`, `key_other` … as the language counts.
 */
type Words = { [key: string]: string | Words }
type Values = Record<string, unknown> & { count?: number }
export type Translate = (key: string, values?: Values) => string

const store = new Map<string, Words>()
const listeners = new Set<() => void>()
let version = 0
let rules = new Intl.PluralRules('en')

export const i18n = { language: 'en', t: (key: string, values?: Values) => translate('app', key, values) }

function changed() {
  version += 1
  for (const listener of listeners) listener()
}
/** Adds a module's words of one language to those already known. */
export function addWords(language: string, module: string, words: object) {
  const name = `${language} ${module}`
  store.set(name, { ...store.get(name), ...(words as Words) })
  changed()
}
export function changeLanguage(language: string) {
  i18n.language = language
  rules = new Intl.PluralRules(language)
  changed()
}

/** `const { t } = useTranslation('courses')`; the shell's own words without a name. */
export function useTranslation(module = 'app') {
  const now = useSyncExternalStore(subscribe, () => version)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words make another function, so that what depends on it is drawn anew
  const t = useCallback<Translate>((key, values) => translate(module, key, values), [module, now])
  return { t, i18n }
}
function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function translate(module: string, key: string, values: Values = {}): string {
  const [path = key, other] = key.split(':').reverse()
  const words = look(i18n.language, other ?? module, path, values) ?? look('en', other ?? module, path, values)
  if (words === undefined) {
    // A person reads the path then: whoever looks at pages (journeys, the walk) is told.
    console.error(`no words for ${other ?? module}:${path}`)
    return path
  }
  return words.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(values[name] ?? ''))
}

function look(language: string, module: string, path: string, { count }: Values): string | undefined {
  const steps = path.split('.')
  const last = steps.pop() as string
  let part: string | Words | undefined = store.get(`${language} ${module}`)
  for (const step of steps) part = typeof part === 'object' ? part[step] : undefined
  if (typeof part !== 'object') return undefined
  const forms =
    count === undefined ? [last] : [...(count === 0 ? [`${last}_zero`] : []), `${last}_${rules.select(count)}`, `${last}_other`, last]
  const found = forms.map((form) => part[form]).find((words) => typeof words === 'string')
  return found as string | undefined
}
